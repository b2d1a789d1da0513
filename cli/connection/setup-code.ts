// Decodes a gateway's setup code: its addresses, certificate and one-time token.
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { readOrigin } from './locate-gateway.ts';

/** The contents of a setup code. */
export interface SetupCode {
  /** Addresses of the gateway, preferred first. */
  readonly origins: readonly string[];
  readonly bootstrapToken: string;
  readonly fingerprint?: string;
}

/** Decodes a setup code. @throws {CommandError} */
export function readSetupCode(text: string): SetupCode {
  const { bootstrapToken, url, urls, tlsFingerprint } = decode(text.trim());
  const addresses = [url, ...(Array.isArray(urls) ? urls : [])].filter((one) => typeof one === 'string');
  if (typeof bootstrapToken !== 'string' || addresses.length === 0)
    throw new CommandError(EXIT.usage, 'invalid setup code', {
      hint: 'Copy the whole code from Settings > Phone & devices.',
    });
  return {
    origins: [...new Set(addresses.map(readOrigin))],
    bootstrapToken,
    ...(typeof tlsFingerprint === 'string' ? { fingerprint: tlsFingerprint } : {}),
  };
}

function decode(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    // Objects from JSON.parse have string keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Not a setup code; the caller reports it.
    return {};
  }
}
