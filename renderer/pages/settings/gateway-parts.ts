// The health of the gateway and its parts, from what each of them reports.
import type { MethodResult } from '#contract/methods/registry.ts';
import { defined } from '#contract/types/defined.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';

/** Reads the health payload, whose shape other clients share: the protocol owns it, so any field may be missing. */
export function readHealth({ uptimeMs, memoryBytes, problems }: Readonly<Record<string, unknown>>) {
  return {
    ...defined({ uptimeMs: readNumber(uptimeMs), memoryBytes: readNumber(memoryBytes) }),
    problems: Array.isArray(problems) ? problems.map(describeProblem) : [],
  };
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function describeProblem(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (typeof problem === 'object' && problem !== null && 'message' in problem && typeof problem.message === 'string')
    return problem.message;
  return t('settings.health.unknownProblem');
}

/** A part and its problems. */
export interface PartHealth {
  readonly name: string;
  readonly problems: readonly string[];
}

interface PartReports {
  readonly problems: readonly string[];
  readonly access?: NetworkAccessStatus | undefined;
  readonly providers?: MethodResult<'providers.list'> | undefined;
  readonly config?: { readonly valid?: boolean; readonly issues?: readonly { readonly message: string }[] } | undefined;
}

/** One line per part; parts that aren't loaded yet are omitted. */
export function checkParts({ problems, access, providers, config }: PartReports): readonly PartHealth[] {
  const parts = [
    { name: t('gateway.part.store'), problems },
    { name: t('gateway.part.network'), problems: access && networkProblems(access) },
    { name: t('gateway.part.models'), problems: providers && providerProblems(providers) },
    { name: t('gateway.part.configuration'), problems: config && configProblems(config) },
  ];
  return parts.filter((part): part is PartHealth => part.problems !== undefined);
}

function networkProblems({ addresses, mode }: NetworkAccessStatus): readonly string[] {
  const failed = addresses.flatMap(({ host, error }) => (error === undefined ? [] : [`${host}: ${error}`]));
  if (mode === 'loopback' || failed.length > 0) return failed;
  return addresses.some(({ url }) => url !== undefined) ? [] : [t('gateway.problem.noNetworkAddress')];
}

function providerProblems({ providers }: MethodResult<'providers.list'>): readonly string[] {
  const used = providers.filter(({ enabled, key }) => enabled && key !== 'missing');
  if (used.length === 0) return [t('gateway.problem.noProvider')];
  // A local server that isn't running is not a problem.
  const failing = used.filter(({ reachable, kind }) => reachable === 'no' && kind !== 'local');
  return failing.map(({ title: name, error = t('gateway.problem.providerDown') }) =>
    t('gateway.problem.provider', { name, error }),
  );
}

function configProblems({ valid, issues = [] }: NonNullable<PartReports['config']>): readonly string[] {
  if (valid !== false) return [];
  return issues.length === 0 ? [t('gateway.problem.invalidFile')] : issues.map(({ message }) => message);
}
