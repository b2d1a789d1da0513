// Whether the gateway's parts serve, from what each of them says about itself. Pure.
import type { MethodResult } from '#contract/methods/registry.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';

/** A part, and what is wrong with it. */
export interface PartHealth {
  readonly name: string;
  readonly problems: readonly string[];
}

interface Facts {
  readonly problems: readonly string[];
  readonly reach?: NetworkAccessStatus | undefined;
  readonly providers?: MethodResult<'providers.list'> | undefined;
  readonly config?: { readonly valid?: boolean; readonly issues?: readonly { readonly message: string }[] } | undefined;
}

/** One line per part; what was not read yet is left out. */
export function partsOf({ problems, reach, providers, config }: Facts): readonly PartHealth[] {
  return [
    { name: 'Store and secrets', problems },
    ...(reach === undefined ? [] : [{ name: 'Network', problems: reachProblems(reach) }]),
    ...(providers === undefined ? [] : [{ name: 'Models', problems: providerProblems(providers) }]),
    ...(config === undefined ? [] : [{ name: 'Configuration', problems: configProblems(config) }]),
  ];
}

function reachProblems({ addresses, mode }: NetworkAccessStatus): readonly string[] {
  const failed = addresses.flatMap(({ host, error }) => (error === undefined ? [] : [`${host}: ${error}`]));
  if (mode === 'loopback' || failed.length > 0) return failed;
  return addresses.some(({ url }) => url !== undefined) ? [] : ['no address of the network'];
}

function providerProblems({ providers }: MethodResult<'providers.list'>): readonly string[] {
  const used = providers.filter(({ enabled, key }) => enabled && key !== 'missing');
  if (used.length === 0) return ['no provider is set up'];
  return used.flatMap(({ title, reachable, error, kind }) =>
    // A local server that was never started is not missed.
    reachable === 'no' && kind !== 'local' ? [`${title}: ${error ?? 'does not answer'}`] : [],
  );
}

function configProblems({ valid, issues = [] }: NonNullable<Facts['config']>): readonly string[] {
  if (valid !== false) return [];
  return issues.length === 0 ? ['the file has a mistake'] : issues.map(({ message }) => message);
}
