// The keys of the configuration that say how people and programs sign in.
import { Type } from 'typebox';
import { facts, section } from './define-key.ts';

const names = (title: string, description: string, pattern: string) =>
  Type.Optional(
    Type.Array(Type.String({ pattern, maxLength: 200 }), {
      maxItems: 100,
      ...facts(title, description, { default: [] }),
    }),
  );

/** A proxy is known by its address; what it says counts from there alone. */
const PROXY_KEYS = {
  addresses: names(
    'Addresses',
    'Where the proxy is: addresses or networks such as `10.0.0.0/24`.',
    '^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$',
  ),
  userHeader: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9-]{1,64}$',
      ...facts('Header', 'In it the proxy names the person; it must take it away from what others send.', {
        default: 'x-forwarded-user',
      }),
    }),
  ),
  users: names('People', 'Who is let in, as the proxy names them. Empty: nobody.', '^\\S{1,200}$'),
  origins: names(
    'Origins',
    'Under which the proxy serves this gateway: `https://gate.example.org`.',
    '^https?://[^/\\s]+$',
  ),
  loopback: Type.Optional(
    Type.Boolean(
      facts('On this machine', 'The proxy runs here: then every program of this machine can pretend to be it.', {
        default: false,
      }),
    ),
  ),
};

/** `gateway.auth`. */
export const SIGN_IN_SECTION = section(
  'Sign-in',
  'How people and programs prove who they are. There is no open mode.',
  {
    mode: Type.Optional(
      Type.Enum(
        ['token', 'password', 'trusted-proxy'],
        facts(
          'Mode',
          '`token`: the secret in the home folder; `password`: one that you chose in Settings; `trusted-proxy`: a proxy before this gateway signs people in. Programs of this machine may always use the token.',
          { default: 'token' },
        ),
      ),
    ),
    proxy: section('Trusted proxy', 'For the mode `trusted-proxy`.', PROXY_KEYS),
  },
);
