// Previews of web pages.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

/** Nothing listens on it. */
const PORT = 9;

export const PREVIEW_EXAMPLES = defineExamples({
  'preview.ports': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'preview.open': { params: openParams },
  'preview.close': {
    params: async (world) => ({ id: (await world.client.request('preview.open', await openParams(world))).id }),
  },
});

async function openParams(world: ExampleWorld) {
  return { sessionKey: await world.session('beans'), port: PORT };
}
