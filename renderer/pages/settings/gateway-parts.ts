// The health of the gateway's parts, from what each of them reports.
import type { MethodResult } from '#contract/methods/registry.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';

/** A part and its problems. */
export interface PartHealth {
  readonly name: string;
  readonly problems: readonly string[];
}

interface Facts {
  readonly problems: readonly string[];
  readonly access?: NetworkAccessStatus | undefined;
  readonly providers?: MethodResult<'providers.list'> | undefined;
  readonly config?: { readonly valid?: boolean; readonly issues?: readonly { readonly message: string }[] } | undefined;
}

/** One line per part; parts that aren't loaded yet are omitted. */
export function checkParts({ problems, access, providers, config }: Facts): readonly PartHealth[] {
  return [
    { name: t('gateway.part.store'), problems },
    ...(access === undefined ? [] : [{ name: t('gateway.part.network'), problems: networkProblems(access) }]),
    ...(providers === undefined ? [] : [{ name: t('gateway.part.models'), problems: providerProblems(providers) }]),
    ...(config === undefined ? [] : [{ name: t('gateway.part.configuration'), problems: configProblems(config) }]),
  ];
}

function networkProblems({ addresses, mode }: NetworkAccessStatus): readonly string[] {
  const failed = addresses.flatMap(({ host, error }) => (error === undefined ? [] : [`${host}: ${error}`]));
  if (mode === 'loopback' || failed.length > 0) return failed;
  return addresses.some(({ url }) => url !== undefined) ? [] : [t('gateway.problem.noNetworkAddress')];
}

function providerProblems({ providers }: MethodResult<'providers.list'>): readonly string[] {
  const used = providers.filter(({ enabled, key }) => enabled && key !== 'missing');
  if (used.length === 0) return [t('gateway.problem.noProvider')];
  return used.flatMap(({ title, reachable, error, kind }) =>
    // A local server that isn't running is not a problem.
    reachable === 'no' && kind !== 'local'
      ? [t('gateway.problem.provider', { name: title, error: error ?? t('gateway.problem.providerDown') })]
      : [],
  );
}

function configProblems({ valid, issues = [] }: NonNullable<Facts['config']>): readonly string[] {
  if (valid !== false) return [];
  return issues.length === 0 ? [t('gateway.problem.invalidFile')] : issues.map(({ message }) => message);
}
