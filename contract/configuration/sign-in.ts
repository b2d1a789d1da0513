// Configuration keys for sign-in.
import { Type } from 'typebox';
import { facts, section } from './define-key.ts';

const names = (title: string, description: string, pattern: string) =>
  Type.Optional(
    Type.Array(Type.String({ pattern, maxLength: 200 }), {
      maxItems: 100,
      ...facts(title, description, { default: [] }),
    }),
  );

/** The proxy is identified by its address. Its headers are trusted from that address only. */
const PROXY_KEYS = {
  addresses: names(
    'Addresses',
    'Addresses of the proxy, or networks such as `10.0.0.0/24`.',
    '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$',
  ),
  userHeader: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9-]{1,64}$',
      ...facts(
        'Header',
        'Header in which the proxy sends the user name. The proxy must remove it from incoming requests.',
        {
          default: 'x-forwarded-user',
        },
      ),
    }),
  ),
  users: names('Users', 'User names that have access. Empty: nobody.', '^\\S{1,200}$'),
  origins: names(
    'Origins',
    'Origins at which the proxy serves this gateway, such as `https://gate.example.org`.',
    '^https?://[^/\\s]+$',
  ),
  loopback: Type.Optional(
    Type.Boolean(
      facts(
        'Allow loopback',
        'Set this if the proxy runs on this machine. Any local program can then impersonate it.',
        {
          default: false,
        },
      ),
    ),
  ),
};

/** `gateway.auth`. */
export const SIGN_IN_SECTION = section('Sign-in', 'How people and programs sign in. Sign-in is always required.', {
  mode: Type.Optional(
    Type.Enum(
      ['token', 'password', 'trusted-proxy'],
      facts(
        'Mode',
        '`token`: the token in the home folder; `password`: a password set in Settings; `trusted-proxy`: a reverse proxy signs users in. Programs on this machine can always use the token.',
        { default: 'token' },
      ),
    ),
  ),
  proxy: section('Trusted proxy', 'Settings for mode `trusted-proxy`.', PROXY_KEYS),
});
