// Who and what has access: keys, devices, agents without limits, open endpoints, and the audit log.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { Settings } from '#core/ports/settings.ts';
import { plainLine } from '../../output/plain-text.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

const DAY_MS = 86_400_000;
const UNUSED_MS = 90 * DAY_MS;
const ADMIN = 'operator.admin';

export const ACCESS_CHECK: Check = {
  id: 'access',
  title: 'Access',
  isSecurityOnly: true,
  run: async (facts) => {
    const settings = facts.configuration?.valid?.settings;
    return [
      ...environment(facts),
      ...(settings === undefined ? [] : [...agents(settings), ...endpoints(settings)]),
      ...(facts.client === undefined
        ? [note('API keys, devices, and the audit log are checked while the gateway is running', 'gatehouse start')]
        : await credentials(facts.client, facts.now)),
    ];
  },
};

function environment({
  environment: { GATEHOUSE_TOKEN, GATEHOUSE_TRUSTED_FOLDERS = '', NODE_TLS_REJECT_UNAUTHORIZED },
}: DoctorFacts): readonly Finding[] {
  const folders = GATEHOUSE_TRUSTED_FOLDERS.split(':').filter((folder) => folder === '/' || folder === '~');
  return [
    ...(GATEHOUSE_TOKEN
      ? [note('GATEHOUSE_TOKEN sets the gateway token, so every program of this environment has full access')]
      : []),
    ...(NODE_TLS_REJECT_UNAUTHORIZED === '0'
      ? [
          problem(
            'NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates',
            'unset NODE_TLS_REJECT_UNAUTHORIZED',
          ),
        ]
      : []),
    ...folders.map((folder) =>
      problem(
        `GATEHOUSE_TRUSTED_FOLDERS trusts everything below ${folder}`,
        'Name the folders of your projects instead.',
      ),
    ),
  ];
}

function agents({ agents: all, machines, network, hooks, http }: Settings): readonly Finding[] {
  const full = all.filter(({ approvalMode }) => approvalMode === 'full');
  return [
    ...full.map(({ agentId }) =>
      warning(
        `Sessions of the agent ${plainLine(agentId)} start with full access`,
        `gatehouse config show --origins, then change its approval mode`,
      ),
    ),
    ...(machines.docker.network === 'open'
      ? [
          warning(
            'Commands in containers have unrestricted network access',
            'gatehouse config set machines.docker.network none',
          ),
        ]
      : []),
    ...(network.allow.length === 0
      ? []
      : [note(`Agents can contact without approval: ${network.allow.map(plainLine).join(', ')}`)]),
    ...(hooks.enabled ? [note('Other services can start runs at /hooks')] : []),
    ...(http.tools.allow.length === 0
      ? []
      : [
          warning(
            `API keys can call these tools: ${http.tools.allow.map(plainLine).join(', ')}`,
            'gatehouse config set http.tools.allow null',
          ),
        ]),
  ];
}

function endpoints({ hooks, channels }: Settings): readonly Finding[] {
  const names = Object.keys(channels);
  return [
    ...(names.length === 0 ? [] : [note(`People can write to agents over: ${names.map(plainLine).join(', ')}`)]),
    ...(hooks.enabled && hooks.token === undefined
      ? [problem('Hooks are enabled without a token', 'gatehouse config set hooks.enabled false')]
      : []),
  ];
}

async function credentials(client: GatewayClient, now: number): Promise<readonly Finding[]> {
  const [{ keys }, { paired, pending }, audit] = await Promise.all([
    client.request('apiKeys.list', {}),
    client.request('device.pair.list', {}),
    client.request('audit.verify', {}),
  ]);
  const active = keys.filter(
    ({ revokedAtMs, expiresAtMs = Infinity }) => revokedAtMs === undefined && expiresAtMs > now,
  );
  const unused = active.filter(({ lastUsedAtMs, createdAtMs }) => now - (lastUsedAtMs ?? createdAtMs) > UNUSED_MS);
  const away = paired.filter(({ lastSeenAtMs, approvedAtMs }) => now - (lastSeenAtMs ?? approvedAtMs) > UNUSED_MS);
  const describe = (name: string, scopes: readonly string[]) =>
    scopes.includes(ADMIN) ? `${plainLine(name)} (full access)` : plainLine(name);
  return [
    note(
      active.length === 0
        ? 'No API keys'
        : `API keys: ${active.map(({ name, scopes }) => describe(name, scopes)).join(', ')}`,
    ),
    ...active
      .filter(({ scopes, expiresAtMs }) => scopes.includes(ADMIN) && expiresAtMs === undefined)
      .map(({ name }) =>
        warning(
          `The API key ${plainLine(name)} has full access and never expires`,
          'Replace it under Settings by one with fewer scopes or an expiration date.',
        ),
      ),
    ...unused.map(({ name }) =>
      warning(`The API key ${plainLine(name)} hasn't been used for 90 days`, 'Revoke it under Settings.'),
    ),
    note(
      paired.length === 0
        ? 'No paired devices'
        : `Devices: ${paired.map(({ label, displayName, deviceId, scopes }) => describe(label ?? displayName ?? deviceId, scopes)).join(', ')}`,
    ),
    ...away.map(({ deviceId, label, displayName }) =>
      warning(
        `The device ${plainLine(label ?? displayName ?? deviceId)} hasn't connected for 90 days`,
        `gatehouse devices revoke ${deviceId.slice(0, 12)}`,
      ),
    ),
    ...pending.map(({ requestId }) =>
      warning(`A device is waiting for approval (${requestId.slice(0, 8)})`, 'gatehouse devices list'),
    ),
    audit.ok
      ? ok(`The audit log is intact (${audit.entries} entries)`)
      : problem(`The audit log has been modified at entry ${audit.brokenAt ?? '?'}`, 'gatehouse audit verify'),
  ];
}
