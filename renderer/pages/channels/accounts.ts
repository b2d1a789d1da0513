// The accounts of networks, as the page shows them.
import type { ConnectableChannel } from '#contract/methods/channels.ts';
import type { MethodResult } from '#contract/methods/registry.ts';

type Status = MethodResult<'channels.status'>;

/** An account, or a network that isn't set up. */
export interface AccountView {
  readonly id: string;
  readonly title: string;
  readonly kind: ConnectableChannel;
  readonly isSetUp: boolean;
  readonly state: 'off' | 'stopped' | 'connecting' | 'connected' | 'failed';
  readonly error?: string;
}

/** All networks, those that are set up first. */
export function listAccounts(kinds: readonly ConnectableChannel[], status: Status): readonly AccountView[] {
  const accounts = status.channelOrder.flatMap((id) => {
    const kind = kinds.find((one) => id === one.id || id.startsWith(`${one.id}-`));
    return kind === undefined ? [] : [toAccount(id, kind, status)];
  });
  return accounts.toSorted((a, b) => Number(b.isSetUp) - Number(a.isSetUp));
}

function toAccount(id: string, kind: ConnectableChannel, status: Status): AccountView {
  const [account] = status.channelAccounts[id] ?? [];
  const { configured = false, running = false, connected = false, enabled = false, lastError } = account ?? {};
  const error = typeof lastError === 'string' && lastError !== '' ? { error: lastError } : {};
  const title = status.channelLabels[id] ?? kind.title;
  return {
    id,
    title,
    kind,
    isSetUp: configured,
    state: toState({ configured, enabled, running, connected }, error),
    ...error,
  };
}

interface Facts {
  readonly configured: boolean;
  readonly enabled: boolean;
  readonly running: boolean;
  readonly connected: boolean;
}

function toState(
  { configured, enabled, running, connected }: Facts,
  { error }: { readonly error?: string },
): AccountView['state'] {
  if (!configured) return 'off';
  if (connected) return 'connected';
  if (error !== undefined) return 'failed';
  return enabled && running ? 'connecting' : 'stopped';
}
