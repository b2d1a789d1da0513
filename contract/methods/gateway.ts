// The gateway itself: identity, sign-in, traffic, limits.
import type { GatewayAuthStatus, GatewayLimits, GatewayTraffic } from '../types/gateway.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, Ok, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

/** Short passwords are guessed. */
const MIN_PASSWORD_CHARS = 12;

export const GATEWAY_METHODS = {
  'gateway.identity.get': defineMethod({
    summary: "The gateway's own device identity, by which clients tell gateways apart.",
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ deviceId: string; publicKey: string }>('GatewayIdentity'),
  }),
  'gateway.traffic': defineMethod({
    summary: 'Requests, errors and connections since the start, as `/metrics` counts them (ours).',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<GatewayTraffic>('GatewayTraffic'),
  }),
  'gateway.token.reveal': defineMethod({
    summary: 'The token of this gateway, for other clients of its owner (ours). Written to the audit log.',
    scope: 'operator.admin',
    freshProof: true,
    params: NoParams,
    result: resultOf<{ readonly token: string }>('GatewayToken'),
  }),
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
  'gateway.limits': defineMethod({
    summary: 'The limits in force: rates by kind of request, locks of the doors, pairing (ours).',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<GatewayLimits>('GatewayLimits'),
  }),
} as const;
