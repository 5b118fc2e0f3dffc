import { describe, expect, it } from 'vitest';
import { building, imageProgress, pulling } from './image-progress.ts';

/** Follows lines and waits (seconds) in turn, with a look each second. */
function follow(work: typeof building | typeof pulling, script: readonly (string | number)[]): string[] {
  const said: string[] = [];
  let time = 100;
  const progress = imageProgress(
    work,
    ['api', 'upstream'],
    (line) => said.push(line),
    () => time,
  );
  for (const part of script) {
    if (typeof part === 'string') progress.heard(part);
    else {
      for (let i = 0; i < part; i++) {
        time += 1;
        progress.tick();
      }
    }
  }
  progress.over();
  return said;
}

const install =
  '#11 [api build 1/6] RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npmrc,target=/root/.npmrc     npm install --ignore-scripts';

describe('the progress of images that are built', () => {
  it('is nothing where all of it is there', () => {
    const cached = [
      '#0 building with "default" instance using docker driver',
      '#3 [api internal] load metadata for docker.io/library/node:24',
      5,
      '#3 DONE 5.0s',
      install,
      '#11 CACHED',
      '#23 [api] exporting to image',
      '#23 DONE 0.1s',
      5,
    ];
    expect(follow(building, cached)).toEqual([]);
  });

  it('is the step in hand every ten seconds, then every thirty, and how long it took', () => {
    expect(
      follow(building, [install, '#11 10.39 added 170 packages in 10s', 95, '#11 DONE 95.0s', 2]),
    ).toEqual([
      'Building api (3 s): npm install --ignore-scripts ...',
      'Building api (13 s): npm install --ignore-scripts ...',
      'Building api (23 s): npm install --ignore-scripts ...',
      'Building api (33 s): npm install --ignore-scripts ...',
      'Building api (43 s): npm install --ignore-scripts ...',
      'Building api (53 s): npm install --ignore-scripts ...',
      'Building api (63 s): npm install --ignore-scripts ...',
      'Building api (93 s): npm install --ignore-scripts ...',
      'Built api in 97 s.',
    ]);
  });

  it('names several, and those of stages without a name', () => {
    const both = [install, '#12 [upstream 4/4] COPY services/upstream/src src', 3, '#12 DONE 3.0s'];
    expect(follow(building, both)).toEqual([
      'Building api, upstream (3 s): npm install --ignore-scripts ...',
      'Built api, upstream in 3 s.',
    ]);
    expect(follow(building, ['#7 [build 2/6] FROM docker.io/library/node:24', 3])[0]).toBe(
      'Building api, upstream (3 s): FROM docker.io/library/node:24 ...',
    );
  });
});

it.each([
  [[' grafana Pulling ', ' 4f4fb700ef54 Pulling fs layer ', ' 4f4fb700ef54 Download complete ', 4]],
  [[' Image grafana Pulling ', 4]],
])('is which images are pulled: %j', (script) => {
  expect(follow(pulling, [...script, ' grafana Pulled ', 20])).toEqual([
    'Pulling grafana (3 s) ...',
    'Pulled grafana in 24 s.',
  ]);
  expect(follow(pulling, [' prometheus Skipped - Image is already present locally ', 20])).toEqual([]);
});
