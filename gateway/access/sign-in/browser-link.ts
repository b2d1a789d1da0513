// The link that signs one browser in.
import { unavailable } from '#contract/wire/errors.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';

/** A one-use link: the code stands in the fragment, which no server and no log ever sees. */
export async function browserLink({
  address,
  browsers,
}: Pick<GatewayRuntime, 'address' | 'browsers'>): Promise<{ readonly url: string; readonly expiresAtMs: number }> {
  const origin = address()?.origin;
  if (origin === undefined) throw unavailable('the gateway does not listen yet');
  const { code, expiresAtMs } = await browsers.makeCode();
  return { url: `${origin}/#code=${code}`, expiresAtMs };
}
