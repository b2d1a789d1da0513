// Keeps the tray's state current: loads it on connect and after a gap, then follows events.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { QUIET_TRAY, type TrayState } from './tray-menu.ts';

/** Sessions to load; one machine doesn't run more at once. */
const MAX_SESSIONS = 100;
/** Session changes arrive in bursts; the list is loaded once per burst. */
const DEBOUNCE_MS = 250;

/** Follows approvals and running sessions; `report` receives each new state. Returns the stop function. */
export function followTray(client: GatewayClient, report: (state: TrayState) => void): () => void {
  let state = QUIET_TRAY;
  let timer: NodeJS.Timeout | undefined;
  const change = (part: Partial<TrayState>): void => {
    state = { ...state, ...part };
    report(state);
  };
  const readSessions = async (): Promise<void> => change({ running: await runningSessions(client) });
  const readDevices = async (): Promise<void> => change({ devices: await waitingDevices(client) });
  // A failed request means that the connection was lost; the next connection loads everything again.
  const devicesChanged = (): void => void readDevices().catch(() => {});
  const readAll = (): void => {
    devicesChanged();
    const following = client.request('sessions.subscribe', {}).then(readSessions);
    void Promise.all([following, readApprovals(client).then((approvals) => change({ approvals }))]).catch(() => {});
  };
  const stops = [
    client.onState(({ kind }) => {
      if (kind === 'connected') readAll();
    }),
    client.onGap(readAll),
    client.on('approvals.changed', ({ approval }) => change({ approvals: withApproval(state.approvals, approval) })),
    client.on('device.pair.requested', devicesChanged),
    client.on('device.pair.resolved', devicesChanged),
    client.on('sessions.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void readSessions().catch(() => {});
      }, DEBOUNCE_MS);
    }),
  ];
  if (client.state().kind === 'connected') readAll();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

async function readApprovals(client: GatewayClient): Promise<TrayState['approvals']> {
  const { approvals } = await client.request('approvals.list', { status: 'pending' });
  return approvals.map(asWaiting);
}

async function waitingDevices(client: GatewayClient): Promise<TrayState['devices']> {
  const { pending } = await client.request('device.pair.list', {});
  return pending.map(({ requestId, displayName, platform, clientId, remoteIp, scopes, role }) => ({
    requestId,
    name: displayName ?? [clientId, platform].filter(Boolean).join(', '),
    address: remoteIp ?? 'unknown address',
    scopes: role === 'node' ? ['be a node', ...(scopes ?? [])] : (scopes ?? []),
  }));
}

async function runningSessions(client: GatewayClient): Promise<TrayState['running']> {
  const { sessions } = await client.request('sessions.list', { limit: MAX_SESSIONS });
  return sessions
    .filter((session) => session.status === 'running')
    .map((session) => ({
      key: session.key,
      title: session.label ?? session.derivedTitle ?? session.key,
      waits: session.quota !== undefined,
    }));
}

function withApproval(approvals: TrayState['approvals'], approval: ApprovalRecord): TrayState['approvals'] {
  const others = approvals.filter(({ id }) => id !== approval.id);
  return approval.outcome === undefined ? [...others, asWaiting(approval)] : others;
}

function asWaiting({ id, subject, agentId }: ApprovalRecord): TrayState['approvals'][number] {
  return { id, command: subject.command, agent: agentId };
}
