// `gatehouse auth`: signs in to a gateway as a paired device or with an API key.
import { defined } from '#contract/types/defined.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { defineCommand, hasFlag, argument, textOption, type CommandContext } from '../parser/command.ts';
import { getDeviceId, deviceKeys, generateDeviceKey } from '../connection/device-key.ts';
import { readSecret } from '../terminal/read-secret.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatScopes } from '../output/display-names.ts';
import { connectTo, withGateway, type Credential } from '../connection/gateway-connection.ts';
import { localOrigin, localToken, locateGateway, readOrigin } from '../connection/locate-gateway.ts';
import { deleteLogin, readLogin, writeLogin, type Login } from '../connection/login-file.ts';
import { waitForPairing } from '../connection/wait-for-pairing.ts';
import { readSetupCode } from '../connection/setup-code.ts';
import { chooseFingerprint } from '../connection/certificate-prompt.ts';

const SHORT_ID = 12;
const ALL_SCOPES = 'admin';

export const auth = defineCommand({
  name: 'auth',
  summary: 'Sign in to a local or remote gateway',
  description: 'Secrets are read from a prompt or stdin, never from the command line.',
  examples: [
    'gatehouse auth login https://192.168.1.20:18789',
    'gatehouse auth login --code',
    'gatehouse auth login https://192.168.1.20:18789 --api-key < key.txt',
  ],
  subcommands: [
    {
      name: 'login',
      summary: 'Sign in and pair this computer (default: with the local gateway)',
      args: [{ name: 'url', isOptional: true }],
      options: {
        code: { help: 'Use a setup code from Settings > Phone & devices' },
        'api-key': { help: 'Use an API key, for scripts' },
        fingerprint: { value: 'sha256', help: 'Certificate fingerprint to trust, as shown in Settings' },
        scopes: {
          value: 'list',
          help: `Comma-separated scopes, such as read,write,approvals,pairing (default: ${ALL_SCOPES})`,
        },
      },
      run: login,
    },
    { name: 'status', summary: 'Show the current gateway and how this computer is signed in', run: printStatus },
    {
      name: 'logout',
      summary: "Sign out: revoke this computer's access and delete the saved credential",
      args: [{ name: 'url', isOptional: true }],
      run: logout,
    },
  ],
});

async function login(context: CommandContext): Promise<void> {
  if (hasFlag(context, 'code')) return loginWithCode(context);
  const address = argument(context, 0) || textOption(context, 'url');
  const origin = address === undefined || address === '' ? localOrigin(context) : readOrigin(address);
  const fingerprint = await chooseFingerprint(context, origin, textOption(context, 'fingerprint'));
  const gateway = { origin, ...defined({ fingerprint }) };
  if (hasFlag(context, 'api-key')) return loginWithKey(context, gateway);
  const token = localToken(context, origin) ?? (await readSecret(context, `Token for ${origin}: `));
  return loginAsDevice(context, gateway, { token, scopes: parseScopes(context) });
}

type Gateway = Pick<Login, 'origin' | 'fingerprint'>;

async function loginWithCode(context: CommandContext): Promise<void> {
  const { origins, bootstrapToken, fingerprint } = readSetupCode(await readSecret(context, 'Setup code: '));
  let last: unknown;
  for (const origin of origins) {
    try {
      // The setup code determines the scopes.
      return await loginAsDevice(context, { origin, ...defined({ fingerprint }) }, { bootstrapToken, scopes: [] });
    } catch (error) {
      // Not every address is reachable from here; try the next one.
      if (!(error instanceof CommandError) || error.exitCode !== EXIT.unreachable) throw error;
      last = error;
    }
  }
  throw last;
}

async function loginWithKey(context: CommandContext, gateway: Gateway): Promise<void> {
  const key = await readSecret(context, 'API key: ');
  const client = await connectTo(gateway, { token: key, scopes: [] });
  const scopes = client.hello()?.scopes ?? [];
  client.stop();
  await saveLogin(context, { ...gateway, scopes, secret: { kind: 'api-key', key } });
}

async function loginAsDevice(context: CommandContext, gateway: Gateway, credential: Credential): Promise<void> {
  // Reuses the key, so that the gateway recognizes the device.
  const known = (await readLogin(homeFolder(context), gateway.origin))?.secret;
  const privateKey = known?.kind === 'device' ? known.privateKey : generateDeviceKey();
  const deviceCredential: Credential = { ...credential, ...deviceKeys(privateKey) };
  const client = await waitForPairing(context, () => connectTo(gateway, deviceCredential));
  const hello = client.hello();
  client.stop();
  const scopes = hello?.scopes ?? [];
  if (hello?.deviceToken === undefined) throw new CommandError(EXIT.denied, "the gateway didn't issue a device token");
  await saveLogin(context, { ...gateway, scopes, secret: { kind: 'device', privateKey, token: hello.deviceToken } });
}

async function saveLogin(context: CommandContext, saved: Login): Promise<void> {
  const { origin, scopes, secret } = saved;
  // The local gateway is the default anyway, and its port may change.
  await writeLogin(homeFolder(context), saved, origin !== localOrigin(context));
  const deviceId = secret.kind === 'device' ? getDeviceId(secret.privateKey) : undefined;
  const method = deviceId === undefined ? 'with an API key' : `as device ${deviceId.slice(0, SHORT_ID)}`;
  context.output.result(
    { ok: true, origin, scopes, deviceId },
    `Signed in to ${origin} ${method}. Scopes: ${formatScopes(scopes)}`,
  );
}

async function printStatus(context: CommandContext): Promise<void> {
  const { output } = context;
  const { origin, login: known, token, fingerprint } = await locateGateway(context);
  const method = known === undefined ? (token === undefined ? 'none' : 'token') : known.secret.kind;
  const deviceId = known?.secret.kind === 'device' ? getDeviceId(known.secret.privateKey) : undefined;
  output.line(`Gateway      ${origin}`);
  output.line(`Signed in    ${LOGIN_METHODS[method]}`);
  if (deviceId !== undefined) output.line(`Device       ${deviceId}`);
  if (fingerprint !== undefined) output.line(`Certificate  ${fingerprint}`);
  await withGateway(context, async (client) => {
    const scopes = client.hello()?.scopes ?? [];
    output.result(
      { ok: true, origin, login: method, deviceId, fingerprint, scopes },
      `Scopes       ${formatScopes(scopes)}`,
    );
  });
}

const LOGIN_METHODS = {
  none: 'no',
  token: 'with the gateway token',
  device: 'as a paired device',
  'api-key': 'with an API key',
} as const;

async function logout(context: CommandContext): Promise<void> {
  const address = argument(context, 0);
  const target = address === '' ? await locateGateway(context) : { origin: readOrigin(address) };
  const known = await readLogin(homeFolder(context), target.origin);
  if (known === undefined) throw new CommandError(EXIT.failed, `not signed in to ${target.origin}`);
  const isRevoked = known.secret.kind === 'device' && (await revokeAccess(known, known.secret));
  await deleteLogin(homeFolder(context), target.origin);
  context.output.result(
    { ok: true, origin: target.origin, accessRevoked: isRevoked },
    `Signed out of ${target.origin}.`,
  );
  if (!isRevoked) context.output.note("Couldn't revoke this computer's access. Revoke it in the gateway's settings.");
}

/** Whether the gateway revoked the device. A failure doesn't prevent deleting the saved login. */
async function revokeAccess(
  known: Login,
  { privateKey, token }: Extract<Login['secret'], { kind: 'device' }>,
): Promise<boolean> {
  try {
    const client = await connectTo(known, { token, scopes: known.scopes, ...deviceKeys(privateKey) });
    await client.request('device.pair.remove', { deviceId: getDeviceId(privateKey) }).finally(() => client.stop());
    return true;
  } catch {
    return false;
  }
}

function parseScopes(context: CommandContext): readonly string[] {
  const names = (textOption(context, 'scopes') ?? ALL_SCOPES).split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => (name.includes('.') ? name : `operator.${name}`));
}

function homeFolder({ environment }: CommandContext): string {
  return settingsFromEnvironment(environment).home;
}
