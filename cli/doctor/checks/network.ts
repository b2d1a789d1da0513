// Where the gateway listens, who can reach it, and its certificate.
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Settings } from '#core/ports/settings.ts';
import { formatTime } from '../../output/format-time.ts';
import { type Check, note, ok, problem, warning, type Finding } from '../check.ts';
import type { DoctorFacts } from '../collect-facts.ts';

const DAY_MS = 86_400_000;
const EXPIRES_SOON_MS = 30 * DAY_MS;
const LOOPBACK = '127.0.0.1';
/** A network this large is the Internet. */
const WIDE_NETWORK = /\/[0-7]$/;

export const NETWORK_CHECK: Check = {
  id: 'network',
  title: 'Network',
  run: async (facts) => {
    const gateway = facts.configuration?.valid?.settings.gateway;
    return [
      ...(await port(facts)),
      ...(await addresses(facts, gateway)),
      ...(gateway === undefined ? [] : [...certificate(facts, gateway), ...proxy(gateway), ...origins(gateway)]),
    ];
  },
};

async function port({ owner, origin, port: wanted }: DoctorFacts): Promise<readonly Finding[]> {
  if (origin !== undefined) return [ok(`Listens at ${origin}`)];
  if (owner !== undefined) return [warning('The gateway is starting and not listening yet', 'gatehouse service ready')];
  if (wanted === 0) return [];
  if (await isFree(wanted)) return [ok(`Port ${wanted} is free`)];
  return [
    warning(
      `Port ${wanted} is used by another program, so the gateway would use the next free one`,
      `Find the program with "ss -ltnp 'sport = :${wanted}'", or set GATEHOUSE_PORT.`,
    ),
  ];
}

function isFree(wanted: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(wanted, LOOPBACK, () => server.close(() => resolve(true)));
  });
}

async function addresses(
  { client }: DoctorFacts,
  gateway: Settings['gateway'] | undefined,
): Promise<readonly Finding[]> {
  if (client === undefined) {
    const bind = gateway?.bind ?? 'loopback';
    return [
      bind === 'loopback' || bind === 'auto'
        ? ok('Only this computer can connect')
        : note(`Network access is set to "${bind}"`),
    ];
  }
  const { mode, addresses: found } = await client.request('network.status', {});
  if (mode === 'loopback') return [ok('Only this computer can connect')];
  const listening = found.filter(({ url }) => url !== undefined);
  if (listening.length === 0)
    return [
      problem(
        `Network access is set to "${mode}", but no address of this computer matches`,
        'gatehouse config set gateway.bind loopback',
      ),
    ];
  return found.flatMap(({ host, url, error, kind }) => {
    if (error !== undefined) return [problem(`Can't listen on ${host}: ${error}`)];
    if (url === undefined) return [];
    if (kind === 'other')
      return [
        warning(
          `Everyone who can reach ${url} can try to sign in: this isn't a private address`,
          'Restrict the port with a firewall, or use a reverse proxy (docs/server.md).',
        ),
      ];
    return [
      note(
        `Devices on the ${kind === 'lan' ? 'local network' : 'tailnet'} can connect to ${url}; each must be approved`,
      ),
    ];
  });
}

function certificate({ home, now }: DoctorFacts, { tls, bind }: Settings['gateway']): readonly Finding[] {
  const own = tls === undefined ? undefined : { cert: tls.certificate, key: tls.key };
  const files = own ?? { cert: join(home, 'tls/gateway.crt'), key: join(home, 'tls/gateway.key') };
  if (own === undefined && (!existsSync(files.cert) || bind === 'loopback' || bind === 'auto')) return [];
  const renew =
    own === undefined
      ? 'Delete the folder "tls" in the home folder, restart, and pair the devices again.'
      : 'Renew the certificate and restart Gatehouse.';
  try {
    const found = new X509Certificate(readFileSync(files.cert));
    if (!found.checkPrivateKey(createPrivateKey(readFileSync(files.key))))
      return [problem(`The key ${files.key} doesn't belong to the certificate ${files.cert}`, renew)];
    const [from, to] = [Date.parse(found.validFrom), Date.parse(found.validTo)];
    if (now < from)
      return [
        problem(`The certificate ${files.cert} isn't valid before ${formatTime(from)}. Is the clock right?`, 'date'),
      ];
    if (now > to) return [problem(`The certificate ${files.cert} expired on ${formatTime(to)}`, renew)];
    if (to - now < EXPIRES_SOON_MS)
      return [warning(`The certificate ${files.cert} expires on ${formatTime(to)}`, renew)];
    return [ok(`The TLS certificate is valid until ${formatTime(to)}`)];
  } catch (error) {
    return [problem(`The certificate ${files.cert} can't be used: ${errorMessage(error)}`, renew)];
  }
}

function proxy({ auth, bind }: Settings['gateway']): readonly Finding[] {
  const isOpen = bind !== 'loopback' && bind !== 'auto';
  if (auth.mode === 'password' && isOpen) return [note('People on the network can sign in with the password alone')];
  if (auth.mode !== 'trusted-proxy') return [];
  const { addresses: trusted, users, loopback, origins: served } = auth.proxy;
  return [
    ...(users.length === 0
      ? [
          problem(
            'A reverse proxy signs users in, but no user has access',
            'gatehouse config set gateway.auth.proxy.users \'["you"]\'',
          ),
        ]
      : []),
    ...(trusted.length === 0
      ? [
          problem(
            'A reverse proxy signs users in, but its address is missing',
            'gatehouse config set gateway.auth.proxy.addresses \'["127.0.0.1"]\'',
          ),
        ]
      : []),
    ...trusted
      .filter((address) => WIDE_NETWORK.test(address))
      .map((address) =>
        problem(
          `Every computer in ${address} can sign in as any user, because it is trusted as a proxy`,
          'List only the address of the proxy in gateway.auth.proxy.addresses.',
        ),
      ),
    ...(loopback
      ? [
          warning(
            'Every program on this computer can pretend to be the proxy (gateway.auth.proxy.loopback)',
            'Use this only if nobody else has an account here.',
          ),
        ]
      : []),
    ...served
      .filter((origin) => origin.startsWith('http:'))
      .map((origin) =>
        problem(
          `The proxy serves ${origin} without TLS`,
          'Serve it with https: and change gateway.auth.proxy.origins.',
        ),
      ),
  ];
}

function origins({ allowedOrigins }: Settings['gateway']): readonly Finding[] {
  return allowedOrigins.map((origin) => note(`Pages from ${origin} may connect (gateway.allowedOrigins)`));
}
