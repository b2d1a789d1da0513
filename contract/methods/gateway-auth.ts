// How people and programs prove who they are to this gateway (ours): its mode, its password, its token.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { closed, NoParams, Ok, resultOf } from './results.ts';

/** The way in, without any secret. */
export interface GatewayAuthStatus {
  readonly mode: 'token' | 'password' | 'trusted-proxy';
  readonly hasPassword: boolean;
  /** Where the token comes from; only that of the home folder can be replaced here. */
  readonly token: 'home-folder' | 'given';
}

/** Short passwords are guessed. */
const MIN_PASSWORD_CHARS = 12;

export const GATEWAY_AUTH_METHODS = {
  'gateway.auth.status': defineMethod({
    summary: 'How this gateway is signed in to, without any secret (ours).',
    scope: 'operator.admin',
    params: NoParams,
    result: resultOf<GatewayAuthStatus>('GatewayAuthStatus'),
  }),
  'gateway.auth.setPassword': defineMethod({
    summary:
      'Sets the password that counts in the mode `password`, and closes the connections that came in with the one before (ours). Kept as a salted hash.',
    scope: 'operator.admin',
    freshProof: true,
    rate: 'controlPlane',
    params: closed({ password: Type.String({ minLength: MIN_PASSWORD_CHARS, maxLength: 512 }) }),
    result: Ok,
  }),
  'gateway.auth.rotateToken': defineMethod({
    summary:
      'Replaces the token in the home folder and closes the connections that came in with it, this one too (ours). Nobody is told the new one: it is read from the file.',
    scope: 'operator.admin',
    freshProof: true,
    rate: 'controlPlane',
    params: closed({ confirm: Type.Literal('rotate') }),
    result: closed({ ok: Type.Literal(true), rotatedAtMs: Type.Integer() }),
  }),
} as const;
