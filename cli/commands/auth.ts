// `gatehouse auth`: lets this machine in at a gateway, as a device with a key of its own or as a program with an API key.
import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { defineCommand, hasFlag, operand, textOption, type CommandContext } from '../parser/command.ts';
import { deviceIdOf, deviceKeys, makeDeviceKey } from '../connection/device-key.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { connectTo, withGateway, type Credential } from '../connection/gateway-connection.ts';
import { localOrigin, localToken, locateGateway, readOrigin } from '../connection/locate-gateway.ts';
import { forgetLogin, readLogin, writeLogin, type Login } from '../connection/login-file.ts';
import { waitUntilPaired } from '../connection/wait-for-pairing.ts';
import { readSetupCode } from '../connection/setup-code.ts';
import { trustedPin } from '../connection/certificate-prompt.ts';

const SHORT_ID = 12;
const ALL_SCOPES = 'admin';

export const auth = defineCommand({
  name: 'auth',
  summary: 'Let this machine in at a gateway, here or elsewhere.',
  actions: [
    {
      name: 'login',
      summary: 'become a device of it; without an address, of this machine’s gateway',
      operands: [{ name: 'address', isOptional: true }],
      options: {
        code: { help: 'with a setup code from Settings, Phone & devices; it is asked for, or read from stdin' },
        'api-key': { help: 'with an API key, for scripts; it is asked for, or read from stdin' },
        fingerprint: { value: 'sha256', help: 'certificate to trust, as Settings shows it' },
        scopes: { value: 'list', help: `what it may do: read,write,approvals,pairing … (default: ${ALL_SCOPES})` },
      },
      run: login,
    },
    { name: 'status', summary: 'which gateway is meant, and whether it lets this machine in', run: printStatus },
    {
      name: 'logout',
      summary: 'end the access there and forget it here',
      operands: [{ name: 'address', isOptional: true }],
      run: logout,
    },
  ],
});

async function login(context: CommandContext): Promise<ExitCode> {
  if (hasFlag(context, 'code')) return loginWithCode(context);
  const address = operand(context, 0) || textOption(context, 'url');
  const origin = address === undefined || address === '' ? localOrigin(context) : readOrigin(address);
  const fingerprint = await trustedPin(context, origin, textOption(context, 'fingerprint'));
  const place = { origin, ...(fingerprint === undefined ? {} : { fingerprint }) };
  if (hasFlag(context, 'api-key')) return loginWithKey(context, place);
  const token = localToken(context, origin) ?? (await secretOf(context, `Token of the gateway at ${origin}: `));
  return loginAsDevice(context, place, { token, scopes: scopesOf(context) });
}

type Place = Pick<Login, 'origin' | 'fingerprint'>;

async function loginWithCode(context: CommandContext): Promise<ExitCode> {
  const { origins, bootstrapToken, fingerprint } = readSetupCode(await secretOf(context, 'Setup code: '));
  let last: unknown;
  for (const origin of origins) {
    const place = { origin, ...(fingerprint === undefined ? {} : { fingerprint }) };
    try {
      // The code itself says what this machine may do.
      return await loginAsDevice(context, place, { bootstrapToken, scopes: [] });
    } catch (error) {
      // This address may not be reachable from here: the next one.
      if (!(error instanceof CommandError) || error.exitCode !== EXIT.unreachable) throw error;
      last = error;
    }
  }
  throw last;
}

async function loginWithKey(context: CommandContext, place: Place): Promise<ExitCode> {
  const key = await secretOf(context, 'API key: ');
  const client = await connectTo(place, { token: key, scopes: [] });
  const scopes = client.hello()?.scopes ?? [];
  client.stop();
  await keep(context, { ...place, scopes, secret: { kind: 'api-key', key } });
  return welcome(context, place.origin, scopes);
}

async function loginAsDevice(context: CommandContext, place: Place, credential: Credential): Promise<ExitCode> {
  // The key stays the same, so that the gateway knows the device again.
  const known = (await readLogin(homeOf(context), place.origin))?.secret;
  const privateKey = known?.kind === 'device' ? known.privateKey : makeDeviceKey();
  const proven: Credential = { ...credential, ...deviceKeys(privateKey) };
  const client = await waitUntilPaired(context, () => connectTo(place, proven));
  const hello = client.hello();
  client.stop();
  const scopes = hello?.scopes ?? [];
  if (hello?.deviceToken === undefined) throw new CommandError(EXIT.refused, 'the gateway gave this machine no token');
  await keep(context, { ...place, scopes, secret: { kind: 'device', privateKey, token: hello.deviceToken } });
  return welcome(context, place.origin, scopes, deviceIdOf(privateKey));
}

async function keep(context: CommandContext, made: Login): Promise<void> {
  // This machine's own gateway is meant anyway, on whatever port it is next time.
  await writeLogin(homeOf(context), made, made.origin !== localOrigin(context));
}

function welcome({ output }: CommandContext, origin: string, scopes: readonly string[], deviceId?: string): ExitCode {
  output.json({ ok: true, origin, scopes, ...(deviceId === undefined ? {} : { deviceId }) });
  const who = deviceId === undefined ? 'with the key' : `as device ${deviceId.slice(0, SHORT_ID)}`;
  output.line(`Logged in at ${origin} ${who}: ${scopeWords(scopes)}.`);
  return EXIT.ok;
}

async function printStatus(context: CommandContext): Promise<ExitCode> {
  const { output } = context;
  const { origin, login: known, token, fingerprint } = await locateGateway(context);
  const way = known === undefined ? (token === undefined ? 'none' : 'token') : known.secret.kind;
  const device = known?.secret.kind === 'device' ? { deviceId: deviceIdOf(known.secret.privateKey) } : {};
  output.line(`Gateway      ${origin}`);
  output.line(`Login        ${WAYS[way]}`);
  if (device.deviceId !== undefined) output.line(`Device       ${device.deviceId}`);
  if (fingerprint !== undefined) output.line(`Certificate  ${fingerprint}`);
  return withGateway(context, async (client) => {
    const scopes = client.hello()?.scopes ?? [];
    const pin = fingerprint === undefined ? {} : { fingerprint };
    output.json({ ok: true, origin, login: way, ...device, ...pin, scopes });
    output.line(`May          ${scopeWords(scopes)}`);
    return EXIT.ok;
  });
}

const WAYS = {
  none: 'none',
  token: 'the gateway’s token',
  device: 'a device of the gateway',
  'api-key': 'an API key',
} as const;

async function logout(context: CommandContext): Promise<ExitCode> {
  const address = operand(context, 0);
  const target = address === '' ? await locateGateway(context) : { origin: readOrigin(address) };
  const known = await readLogin(homeOf(context), target.origin);
  if (known === undefined) throw new CommandError(EXIT.failed, `this machine is not logged in at ${target.origin}`);
  const isEnded = known.secret.kind === 'device' && (await endAccess(known, known.secret));
  await forgetLogin(homeOf(context), target.origin);
  context.output.json({ ok: true, origin: target.origin, accessEnded: isEnded });
  context.output.line(`Logged out at ${target.origin}.`);
  if (!isEnded) context.output.note('The gateway still knows the login: revoke it there, in its settings.');
  return EXIT.ok;
}

/** A gateway that cannot be asked, or a device that may not, does not keep this machine from forgetting. */
async function endAccess(
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

async function secretOf({ input }: CommandContext, question: string): Promise<string> {
  const text = (input.isTerminal ? await input.ask(question, { isSecret: true }) : await input.readAll()).trim();
  if (text !== '') return text;
  throw new CommandError(EXIT.usage, 'nothing was entered; it is asked for on a terminal, or read from stdin');
}

function scopesOf(context: CommandContext): readonly string[] {
  const names = (textOption(context, 'scopes') ?? ALL_SCOPES).split(',').map((name) => name.trim());
  return names.filter((name) => name !== '').map((name) => (name.includes('.') ? name : `operator.${name}`));
}

function scopeWords(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'nothing' : scopes.map((scope) => scope.replace('operator.', '')).join(', ');
}

function homeOf({ environment }: CommandContext): string {
  return settingsFromEnvironment(environment).home;
}
