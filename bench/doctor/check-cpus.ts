import type { Finding } from '@headroom/contract/manifest.ts';

/** Whether those who watch and serve a subject may use its CPUs. @param shared of both, as the settings have it */
export function checkObservers(shared: readonly number[]): Finding[] {
  if (shared.length === 0) return [];
  return [
    {
      check: 'cpus',
      severity: 'warning',
      message: `Prometheus, Grafana and what stands behind the subject share CPU ${shared.join(', ')} with it (OBSERVER_CPUS and SUBJECT_CPUS): what they use is taken from what is measured.`,
      advice: 'Give OBSERVER_CPUS other CPUs in .env, or leave it empty.',
    },
  ];
}

/** Whether subject and load generator can have CPUs of their own on an engine of so many. */
export function checkEngineCpus(cpus: number): Finding {
  if (cpus > 1) return { check: 'cpus', severity: 'ok', message: `the engine has ${cpus} CPUs`, advice: '' };
  return {
    check: 'cpus',
    severity: 'warning',
    message: 'The engine has 1 CPU: the load generator and the subject share it.',
    advice:
      'Give it 2 CPUs or more (Docker Desktop: Settings, Resources), set SUBJECT_CPUS and GENERATOR_CPUS both to 0, and trust only large differences.',
  };
}

/** Whether subject and load generator can have CPUs of their own. @param allowed how many this process may use */
export function checkCpus(allowed: number, cpus: number): Finding {
  const seen = allowed < cpus ? `${allowed} of ${cpus} CPUs may be used` : `${cpus} CPUs`;
  if (allowed > 1) return { check: 'cpus', severity: 'ok', message: seen, advice: '' };
  return {
    check: 'cpus',
    severity: 'warning',
    message: `${allowed < cpus ? seen : '1 CPU'}: the load generator and the subject share it.`,
    advice: `${cpus > 1 ? 'Allow this process more CPUs' : 'Use a machine with 2 CPUs or more'}; here, trust only large differences.`,
  };
}
