// The gateway: identity, sign-in, traffic, limits.
import type { GatewayAuthStatus, GatewayLimits, GatewayTraffic } from '../types/gateway.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { NoParams, Ok, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Shorter passwords are too easy to guess. */
const MIN_PASSWORD_CHARS = 12;

/** Methods that return and change how the gateway is accessed. */
export const GATEWAY_METHODS = {
  'gateway.identity.get': readMethod({
    summary: "Returns the gateway's own device identity, which distinguishes gateways from each other.",
    params: NoParams,
    result: resultType<{ deviceId: string; publicKey: string }>('GatewayIdentity'),
  }),
  'gateway.traffic': readMethod({
    summary: 'Returns requests, errors, and connections since startup, as counted for `/metrics`.',
    params: NoParams,
    result: resultType<GatewayTraffic>('GatewayTraffic'),
  }),
  'gateway.token.reveal': adminMethod({
    summary: 'Returns the gateway token, for use in other clients. The call is recorded in the audit log.',
    freshProof: true,
    params: NoParams,
    result: resultType<{ readonly token: string }>('GatewayToken'),
  }),
  'gateway.auth.status': adminMethod({
    whileReadOnly: true,
    summary: 'Returns the sign-in settings without secrets.',
    params: NoParams,
    result: resultType<GatewayAuthStatus>('GatewayAuthStatus'),
  }),
  'gateway.auth.setPassword': adminMethod({
    summary:
      'Sets the password for mode `password` and closes connections made with the previous one. The password is stored as a salted hash.',
    freshProof: true,
    rate: 'controlPlane',
    params: closed({ password: Type.String({ minLength: MIN_PASSWORD_CHARS, maxLength: 512 }) }),
    result: Ok,
  }),
  'gateway.auth.rotateToken': adminMethod({
    summary:
      "Replaces the token in the home folder and closes all connections made with the old one, including the caller's. The new token isn't returned; read it from the file.",
    freshProof: true,
    rate: 'controlPlane',
    params: closed({ confirm: Type.Literal('rotate') }),
    result: closed({ ok: Type.Literal(true), rotatedAtMs: Type.Integer() }),
  }),
  'gateway.limits': readMethod({
    summary: 'Returns the limits in effect: rate limits, sign-in lockouts, and pairing limits.',
    params: NoParams,
    result: resultType<GatewayLimits>('GatewayLimits'),
  }),
} as const;
