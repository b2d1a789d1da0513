// Connects a provider: tests the input with a real request and stores it only if that succeeds.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { defined } from '#contract/types/defined.ts';
import type { ProviderTest } from '#contract/types/providers.ts';
import { t } from '#messages/translate.ts';

/** The input; absent fields stay unchanged. */
export interface ProviderInput {
  readonly id: string;
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Whether the key is personal. */
  readonly personal?: boolean;
}

/** An address as an example in forms. */
export const EXAMPLE_ADDRESS = 'http://127.0.0.1:8000/v1';

/** Time limit of a test, ms. A local model may have to load first. */
const TEST_MS = 30_000;

/** Tests with the input, or with what is stored. @throws {RequestError} if the gateway doesn't respond. */
export function testProvider(client: GatewayClient, input: ProviderInput): Promise<ProviderTest> {
  return client.request('providers.test', trimInput(input), { timeoutMs: TEST_MS });
}

/** Tests, and stores the input if the test passed. @throws {RequestError} */
export async function connectProvider(client: GatewayClient, input: ProviderInput): Promise<ProviderTest> {
  const test = await testProvider(client, input);
  const whose = input.personal === true ? { personal: true } : {};
  if (test.ok) await client.request('providers.set', { ...trimInput(input), ...whose, enabled: true });
  return test;
}

function trimInput({ id, apiKey = '', baseUrl = '' }: ProviderInput) {
  return { id, ...defined({ apiKey: apiKey.trim() || undefined, baseUrl: baseUrl.trim() || undefined }) };
}

/** Why an address is invalid, or undefined. */
export function addressProblem(address: string): string | undefined {
  const typed = address.trim();
  if (typed === '') return t('providers.addressMissing');
  if (!URL.canParse(typed)) return t('providers.addressInvalid');
  const { protocol } = new URL(typed);
  return protocol === 'http:' || protocol === 'https:' ? undefined : t('providers.addressScheme');
}
