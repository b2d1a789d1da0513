// Names of resources as people recognize them.
import type { PairedDevice } from '#contract/types/devices.ts';
import type { SessionRow } from '#contract/types/sessions.ts';

/** A session's title, or `fallback` if it has none. */
export function sessionTitle(
  { label, derivedTitle }: Pick<SessionRow, 'label' | 'derivedTitle'>,
  fallback = '',
): string {
  return label ?? derivedTitle ?? fallback;
}

/** The name the user gave a device, or the one it has. */
export function deviceName({
  label,
  displayName,
  clientId,
}: Pick<PairedDevice, 'label' | 'displayName' | 'clientId'>): string {
  return label ?? displayName ?? clientId;
}

/** Formats scopes without their common prefix: `read, write`, or `none`. */
export function formatScopes(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'none' : scopes.map((scope) => scope.replace('operator.', '')).join(', ');
}

/** A model as `provider/model`. */
export function modelRef({ provider, id }: { readonly provider: string; readonly id: string }): string {
  return id.startsWith(`${provider}/`) ? id : `${provider}/${id}`;
}
