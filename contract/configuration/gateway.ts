// Configuration of network access to the gateway, and of sign-in.
import { choice, flag, list, section, text, textOr } from './define-key.ts';

const names = (title: string, description: string, pattern: string) =>
  list(title, description, 100, { pattern, maxLength: 200 });

/** The proxy is identified by its address. Its headers are trusted from that address only. */
const PROXY = section('Trusted proxy', 'Settings for mode `trusted-proxy`.', {
  addresses: names(
    'Addresses',
    'Addresses of the proxy, or networks such as `10.0.0.0/24`.',
    '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$',
  ),
  userHeader: textOr(
    'Header',
    'Header in which the proxy sends the user name. The proxy must remove it from incoming requests.',
    'x-forwarded-user',
    { pattern: '^[A-Za-z0-9-]{1,64}$' },
  ),
  users: names('Users', 'User names that have access. Empty: nobody.', '^\\S{1,200}$'),
  origins: names(
    'Origins',
    'Origins at which the proxy serves this gateway, such as `https://gate.example.org`.',
    '^https?://[^/\\s]+$',
  ),
  loopback: flag(
    'Allow loopback',
    'Set this if the proxy runs on this computer. Any local program can then impersonate it.',
    false,
  ),
});

/** `gateway`. */
export const GATEWAY = section(
  'Network',
  'Network access to this gateway. Access from other machines always uses TLS.',
  {
    bind: choice(
      'Network access',
      '`loopback` or `auto`: this computer only; `lan`: the local network; `tailnet`: a Tailscale network; `custom`: the addresses below.',
      ['loopback', 'auto', 'lan', 'tailnet', 'custom'],
      'loopback',
    ),
    addresses: list('Addresses', 'For `custom`: addresses of this computer to listen on, IPv4 or IPv6.', 16, {
      maxLength: 64,
    }),
    publicUrl: text(
      'Public address',
      'Address at which chat networks on the internet reach this gateway through your reverse proxy. Only webhooks of channels use it.',
      { pattern: '^https://[^\\s/?#]+$', maxLength: 200, 'x-sample': 'https://gate.example.org' },
    ),
    allowedOrigins: names(
      'Allowed origins',
      'Origins of pages served elsewhere that may connect, such as OpenClaw’s Control UI at `https://control.example.org`. Each must match exactly. Pages of all other origins are rejected.',
      '^https?://[a-z0-9.:\\[\\]-]+$',
    ),
    auth: section('Sign-in', 'How people and programs sign in. Sign-in is always required.', {
      mode: choice(
        'Mode',
        '`token`: the token in the home folder; `password`: a password set in Settings; `trusted-proxy`: a reverse proxy signs users in. Programs on this computer can always use the token.',
        ['token', 'password', 'trusted-proxy'],
        'token',
      ),
      proxy: PROXY,
    }),
    nodes: section('Nodes', 'Commands that agents can run on nodes.', {
      deny: list('Denied commands', 'Commands that are never run on a node, even if they were approved.', 200, {
        maxLength: 200,
      }),
    }),
    tls: section('Certificate', 'Your own certificate, instead of the generated one.', {
      certificate: textOr('Certificate', 'Path of a PEM file with the certificate chain.', '', { maxLength: 1000 }),
      key: textOr('Key', 'Path of a PEM file with the private key.', '', { maxLength: 1000 }),
    }),
  },
);
