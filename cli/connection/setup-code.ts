// The setup code of a gateway: where it is, which certificate it has, and the token that lets one device in once.
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { readOrigin } from './locate-gateway.ts';

/** What a setup code says. */
export interface SetupCode {
  /** Every address of the gateway, the best first. */
  readonly origins: readonly string[];
  readonly bootstrapToken: string;
  readonly fingerprint?: string;
}

/** Reads the text of a code. @throws {CommandError} */
export function readSetupCode(text: string): SetupCode {
  const content = decoded(text.trim());
  const { bootstrapToken, url, urls, tlsFingerprint } = content;
  const addresses = [url, ...(Array.isArray(urls) ? urls : [])].filter((one) => typeof one === 'string');
  if (typeof bootstrapToken !== 'string' || addresses.length === 0)
    throw new CommandError(EXIT.usage, 'this is not a setup code; copy it whole from Settings, Phone & devices');
  return {
    origins: [...new Set(addresses.map(readOrigin))],
    bootstrapToken,
    ...(typeof tlsFingerprint === 'string' ? { fingerprint: tlsFingerprint } : {}),
  };
}

function decoded(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    // An object that JSON.parse made has string keys.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Not a code: the caller says so.
    return {};
  }
}
