import { inject } from 'vitest';
import { type ContainerLab, containerLab } from './container-lab.ts';

/** The lab that all container tests share, up and with results of its own. Who stops a part of it starts it again. */
export const sharedLab = (): Promise<ContainerLab> => containerLab(inject('labVariables'));
