// `gatehouse auth`: logs in to a gateway as a paired device or with an API key.
import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { defineCommand, hasFlag, argument, textOption, type CommandContext } from '../parser/command.ts';
import { deviceIdOf, deviceKeys, generateDeviceKey } from '../connection/device-key.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatScopes } from '../output/format-scopes.ts';
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
  summary: 'Log in to a gateway, local or remote',
  description: 'Secrets are prompted for or read from stdin, never taken from the command line.',
  examples: [
    'gatehouse auth login https://192.168.1.20:18789',
    'gatehouse auth login --code',
    'gatehouse auth login https://192.168.1.20:18789 --api-key < key.txt',
  ],
  subcommands: [
    {
      name: 'login',
      summary: 'Log in and pair this machine; without a URL, to the local gateway',
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
    { name: 'status', summary: 'Show the current gateway and login', run: printStatus },
    {
      name: 'logout',
      summary: "Revoke this machine's access and delete the saved login",
      args: [{ name: 'url', isOptional: true }],
      run: logout,
    },
  ],
});

async function login(context: CommandContext): Promise<ExitCode> {
  if (hasFlag(context, 'code')) return loginWithCode(context);
  const address = argument(context, 0) || textOption(context, 'url');
  const origin = address === undefined || address === '' ? localOrigin(context) : readOrigin(address);
  const fingerprint = await chooseFingerprint(context, origin, textOption(context, 'fingerprint'));
  const gateway = { origin, ...(fingerprint === undefined ? {} : { fingerprint }) };
  if (hasFlag(context, 'api-key')) return loginWithKey(context, gateway);
  const token = localToken(context, origin) ?? (await readSecret(context, `Token for ${origin}: `));
  return loginAsDevice(context, gateway, { token, scopes: scopesOf(context) });
}

type Gateway = Pick<Login, 'origin' | 'fingerprint'>;

async function loginWithCode(context: CommandContext): Promise<ExitCode> {
  const { origins, bootstrapToken, fingerprint } = readSetupCode(await readSecret(context, 'Setup code: '));
  let last: unknown;
  for (const origin of origins) {
    const gateway = { origin, ...(fingerprint === undefined ? {} : { fingerprint }) };
    try {
      // The setup code determines the scopes.
      return await loginAsDevice(context, gateway, { bootstrapToken, scopes: [] });
    } catch (error) {
      // Not every address is reachable from here; try the next one.
      if (!(error instanceof CommandError) || error.exitCode !== EXIT.unreachable) throw error;
      last = error;
    }
  }
  throw last;
}

async function loginWithKey(context: CommandContext, gateway: Gateway): Promise<ExitCode> {
  const key = await readSecret(context, 'API key: ');
  const client = await connectTo(gateway, { token: key, scopes: [] });
  const scopes = client.hello()?.scopes ?? [];
  client.stop();
  await save(context, { ...gateway, scopes, secret: { kind: 'api-key', key } });
  return reportLogin(context, gateway.origin, scopes);
}

async function loginAsDevice(context: CommandContext, gateway: Gateway, credential: Credential): Promise<ExitCode> {
  // Reuses the key, so that the gateway recognizes the device.
  const known = (await readLogin(homeFolder(context), gateway.origin))?.secret;
  const privateKey = known?.kind === 'device' ? known.privateKey : generateDeviceKey();
  const deviceCredential: Credential = { ...credential, ...deviceKeys(privateKey) };
  const client = await waitForPairing(context, () => connectTo(gateway, deviceCredential));
  const hello = client.hello();
  client.stop();
  const scopes = hello?.scopes ?? [];
  if (hello?.deviceToken === undefined) throw new CommandError(EXIT.denied, 'the gateway issued no device token');
  await save(context, { ...gateway, scopes, secret: { kind: 'device', privateKey, token: hello.deviceToken } });
  return reportLogin(context, gateway.origin, scopes, deviceIdOf(privateKey));
}

async function save(context: CommandContext, login: Login): Promise<void> {
  // The local gateway is the default anyway, and its port may change.
  await writeLogin(homeFolder(context), login, login.origin !== localOrigin(context));
}

function reportLogin(
  { output }: CommandContext,
  origin: string,
  scopes: readonly string[],
  deviceId?: string,
): ExitCode {
  output.json({ ok: true, origin, scopes, ...(deviceId === undefined ? {} : { deviceId }) });
  const method = deviceId === undefined ? 'with an API key' : `as device ${deviceId.slice(0, SHORT_ID)}`;
  output.line(`Logged in to ${origin} ${method}. Scopes: ${formatScopes(scopes)}`);
  return EXIT.ok;
}

async function printStatus(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const { origin, login: known, token, fingerprint } = await locateGateway(context);
  const method = known === undefined ? (token === undefined ? 'none' : 'token') : known.secret.kind;
  const device = known?.secret.kind === 'device' ? { deviceId: deviceIdOf(known.secret.privateKey) } : {};
  output.line(`Gateway      ${origin}`);
  output.line(`Login        ${LOGIN_METHODS[method]}`);
  if (device.deviceId !== undefined) output.line(`Device       ${device.deviceId}`);
  if (fingerprint !== undefined) output.line(`Certificate  ${fingerprint}`);
  return withGateway(context, async (client) => {
    const scopes = client.hello()?.scopes ?? [];
    const pin = fingerprint === undefined ? {} : { fingerprint };
    output.json({ ok: true, origin, login: method, ...device, ...pin, scopes });
    output.line(`Scopes       ${formatScopes(scopes)}`);
    return EXIT.ok;
  });
}

const LOGIN_METHODS = {
  none: 'none',
  token: 'gateway token',
  device: 'paired device',
  'api-key': 'API key',
} as const;

async function logout(context: CommandContext): Promise<ExitCode> {
  const address = argument(context, 0);
  const target = address === '' ? await locateGateway(context) : { origin: readOrigin(address) };
  const known = await readLogin(homeFolder(context), target.origin);
  if (known === undefined) throw new CommandError(EXIT.failed, `not logged in to ${target.origin}`);
  const isRevoked = known.secret.kind === 'device' && (await revokeAccess(known, known.secret));
  await deleteLogin(homeFolder(context), target.origin);
  context.output.json({ ok: true, origin: target.origin, accessRevoked: isRevoked });
  context.output.line(`Logged out of ${target.origin}.`);
  if (!isRevoked) context.output.note("Couldn't revoke this machine's access. Revoke it in the gateway's settings.");
  return EXIT.ok;
}

/** Whether the gateway revoked the device. A failure doesn't prevent deleting the saved login. */
async function revokeAccess(
  known: Login,
  { privateKey, token }: Extract<Login['secret'], { kind: 'device' }>,
): Promise<boolean> {
  try {
    const credential: Credential = {
      token,
      scopes: known.scopes,
      ...deviceKeys(privateKey),
    };
    const client = await connectTo(known, credential);
    await client.request('device.pair.remove', { deviceId: deviceIdOf(privateKey) }).finally(() => client.stop());
    return true;
  } catch {
    return false;
  }
}

async function readSecret({ input }: CommandContext, question: string): Promise<string> {
  const text = (input.isTerminal ? await input.prompt(question, { isSecret: true }) : await input.readAll()).trim();
  if (text !== '') return text;
  throw new CommandError(EXIT.usage, 'no input: enter the secret at the prompt or pipe it to stdin');
}

function scopesOf(context: CommandContext): readonly string[] {
  const names = (textOption(context, 'scopes') ?? ALL_SCOPES).split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => (name.includes('.') ? name : `operator.${name}`));
}

function homeFolder({ environment }: CommandContext): string {
  return settingsFromEnvironment(environment).home;
}
