// The first look at a gateway's certificate: what the system does not trust, the person must.
import type { CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

const PROBE_TIMEOUT_MS = 10_000;

/** The certificate to pin: the one given, none when the system trusts it, or the one that the person trusts now. @throws {CommandError} */
export async function trustedPin(
  { input, output }: CommandContext,
  origin: string,
  given: string | undefined,
): Promise<string | undefined> {
  if (!origin.startsWith('https:') || given !== undefined) return given;
  const seen = await unknownCertificate(origin);
  if (seen === undefined) return undefined;
  if (!input.canAsk)
    throw new CommandError(
      EXIT.refused,
      `the certificate of ${origin} is not known; compare and say --fingerprint ${seen}`,
    );
  output.note(`${origin} shows a certificate that this system does not know:\n\n  ${seen}\n`);
  const answer = await input.ask('Is it the one in Settings, Phone & devices of that gateway? [y/N] ');
  if (/^y(es)?$/i.test(answer)) return seen;
  throw new CommandError(EXIT.aborted, 'nothing was sent to it');
}

async function unknownCertificate(origin: string): Promise<string | undefined> {
  const { openTrustedChannel, UntrustedCertificate } = await import('./tls-channel.ts');
  try {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const channel = await openTrustedChannel(origin.replace(/^http/, 'ws'), undefined, signal);
    channel.close(1000, 'looked');
    return undefined;
  } catch (error) {
    if (error instanceof UntrustedCertificate) return error.fingerprint;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.unreachable, `no gateway answers at ${origin} (${reason})`, { cause: error });
  }
}
