// Changes keys of the configuration file from a page.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

/** Merges `change` into the file as it is now. Rejects if the change is invalid or the file changed meanwhile. */
export async function patchConfiguration(client: GatewayClient, change: JsonObject): Promise<void> {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify(change), baseHash: hash });
}
