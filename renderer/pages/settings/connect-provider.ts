// Connects a provider: one real call with what was typed, and only when that worked it is stored.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ProviderTest } from '#contract/types/providers.ts';

/** What the user typed; absent parts stay as they are. */
export interface ProviderInput {
  readonly id: string;
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/** How long a test may take before the page says so, ms; a local model may have to be loaded first. */
const TEST_MS = 30_000;

/** Tests with what is stored, or with what is given. @throws {RequestError} when the gateway did not answer. */
export async function testProvider(client: GatewayClient, input: ProviderInput): Promise<ProviderTest> {
  return client.request('providers.test', given(input), { timeoutMs: TEST_MS });
}

/** Tests, and stores when the test passed. The answer says which. @throws {RequestError} */
export async function connectProvider(client: GatewayClient, input: ProviderInput): Promise<ProviderTest> {
  const test = await testProvider(client, input);
  if (test.ok) await client.request('providers.set', { ...given(input), enabled: true });
  return test;
}

function given({ id, apiKey, baseUrl }: ProviderInput): { id: string; apiKey?: string; baseUrl?: string } {
  return {
    id,
    ...(apiKey === undefined || apiKey.trim() === '' ? {} : { apiKey: apiKey.trim() }),
    ...(baseUrl === undefined || baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() }),
  };
}

/** Why an address cannot be used, or undefined. */
export function addressProblem(address: string): string | undefined {
  const typed = address.trim();
  if (typed === '') return 'Type the address of the server.';
  if (!URL.canParse(typed)) return 'This is not an address. It looks like http://127.0.0.1:8000/v1';
  const { protocol } = new URL(typed);
  return protocol === 'http:' || protocol === 'https:' ? undefined : 'Use an address with http or https.';
}
