// Proofs of sensitive calls.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const PROOF_EXAMPLES = defineExamples({
  'proof.submit': {
    caller: async (world) => (await world.phone()).socket,
    params: async (world) => {
      const { device } = await world.phone();
      const refusal = await refusedCall(world, 'give');
      const nonce = String(refusal['nonce']);
      const signedAt = Date.now();
      const { method, paramsHash } = refusal;
      const text = ['gatehouse-proof-v1', nonce, method, paramsHash, signedAt].join('|');
      return { nonce, signedAt, signature: device.sign(text) };
    },
  },
  'gateway.traffic': {},
  'gateway.token.reveal': {},
  'proof.list': { params: async (world) => (await refusedCall(world, 'list'), {}) },
  'proof.confirm': { params: async (world) => ({ id: String((await refusedCall(world, 'confirm'))['proofId']) }) },
  'proof.deny': { params: async (world) => ({ id: String((await refusedCall(world, 'deny'))['proofId']) }) },
});

/** The details of the refusal that a phone gets for a sensitive call. */
async function refusedCall(world: ExampleWorld, word: string): Promise<Readonly<Record<string, unknown>>> {
  const { socket } = await world.phone();
  const { hash } = await world.client.request('exec.approvals.get', {});
  const file = { version: 1, agents: { main: { allowlist: [{ pattern: `git ${word}` }] } } };
  const answer = await socket.request(`sensitive ${word}`, 'exec.approvals.set', { file, baseHash: hash });
  return answer.error?.details ?? {};
}
