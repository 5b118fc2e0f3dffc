import { fileURLToPath } from 'node:url';
import { DockerComposeEnvironment, type StartedDockerComposeEnvironment, Wait } from 'testcontainers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContainerLab, containerLab, labVariables, until } from '../support/container-lab.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let lab: ContainerLab;
let stack: StartedDockerComposeEnvironment;

beforeAll(async () => {
  // The command line has built and pulled for the shared lab; from then on the stack is that of docker-compose.yml alone.
  lab = await containerLab(await labVariables('testcontainers'));
  stack = await new DockerComposeEnvironment(root, 'docker-compose.yml')
    .withProjectName(lab.project)
    .withEnvironment({ ...lab.variables })
    .withNoRecreate()
    .withWaitStrategy('api-1', Wait.forHealthCheck())
    .withWaitStrategy('prometheus-1', Wait.forHealthCheck())
    .up(['api', 'prometheus']);
});

afterAll(async () => {
  await stack?.down({ removeVolumes: true });
  expect(lab.remains()).toEqual([]);
});

it('comes up from docker-compose.yml alone, and Prometheus sees the service', async () => {
  const answer = await fetch(`http://127.0.0.1:${lab.ports.api}/async`);
  expect(await answer.json()).toEqual({ message: 'This is an async endpoint' });
  await until(
    () => lab.query('up{job="api"} == 1'),
    (targets) => targets.length === 1,
  );
});
