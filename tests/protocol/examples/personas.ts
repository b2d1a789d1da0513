// Personas.
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const PERSONA_EXAMPLES = defineExamples({
  'personas.list': {},
  'personas.create': {
    params: () => ({
      name: 'Careful reviewer',
      template: 'You review {language} code of {project}. Today is {date}.',
      defaults: { language: 'TypeScript' },
    }),
  },
  'personas.update': { params: async (world) => ({ id: await persona(world, 'Poet'), template: 'Answer in {form}.' }) },
  'personas.delete': { params: async (world) => ({ id: await persona(world, 'Not needed') }) },
});

async function persona({ client }: ExampleWorld, name: string): Promise<string> {
  return (await client.request('personas.create', { name, template: 'Answer in rhymes.' })).persona.id;
}
