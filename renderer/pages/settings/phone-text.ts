// Why a phone can't reach this machine.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';

/** The reason while no address can be reached from other devices, and what to do. */
export function describeUnreachable({ mode, addresses }: Pick<NetworkAccessStatus, 'mode' | 'addresses'>): string {
  if (mode === 'loopback') return t('devices.phone.unreachable');
  const failed = addresses.find(({ error }) => error !== undefined);
  if (failed !== undefined)
    return t('devices.phone.failed', { address: failed.host, error: (failed.error ?? '').replace(/\.$/, '') });
  if (mode === 'custom') return t('devices.phone.noCustomAddress');
  if (mode === 'tailnet') return t('devices.phone.noTailnet');
  if (addresses.some(({ kind }) => kind === 'tailnet')) return t('devices.phone.onlyTailnet');
  return t('devices.phone.noAddress');
}
