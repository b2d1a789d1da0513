// Frames of Discord's gateway. What can't be read is dropped.
import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { isJsonObject } from '#contract/types/json-object.ts';

/** A frame. */
export type GatewayFrame =
  | { readonly kind: 'hello'; readonly intervalMs: number }
  | { readonly kind: 'event'; readonly event: GatewayDispatchPayload }
  | { readonly kind: 'beat-now' | 'beat-answer' | 'reconnect' | 'other' }
  | { readonly kind: 'invalid-session'; readonly canResume: boolean };

/** Shortest time between heartbeats that is accepted, ms. */
const MIN_INTERVAL_MS = 10;

/** Reads a frame; undefined if it isn't one. */
export function readFrame(text: string): GatewayFrame | undefined {
  const frame = parse(text);
  if (!isJsonObject(frame) || typeof frame['op'] !== 'number') return undefined;
  switch (frame['op']) {
    case 0:
      return readEvent(frame);
    case 1:
      return { kind: 'beat-now' };
    case 7:
      return { kind: 'reconnect' };
    case 9:
      return { kind: 'invalid-session', canResume: frame['d'] === true };
    case 10:
      return readHello(frame['d']);
    case 11:
      return { kind: 'beat-answer' };
    default:
      return { kind: 'other' };
  }
}

function readEvent(frame: Readonly<Record<string, unknown>>): GatewayFrame | undefined {
  const { t, s, d } = frame;
  if (typeof t !== 'string' || typeof s !== 'number' || !Number.isSafeInteger(s) || !isJsonObject(d)) return undefined;
  if (t === 'READY' && !['session_id', 'resume_gateway_url'].every((name) => typeof d[name] === 'string'))
    return undefined;
  // Readers of events check the members that they use.
  return { kind: 'event', event: frame as unknown as GatewayDispatchPayload };
}

function readHello(data: unknown): GatewayFrame | undefined {
  const interval = isJsonObject(data) ? data['heartbeat_interval'] : undefined;
  return typeof interval === 'number' && interval >= MIN_INTERVAL_MS
    ? { kind: 'hello', intervalMs: interval }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
