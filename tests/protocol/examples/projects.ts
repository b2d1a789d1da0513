// Projects, their defaults, and their setup scripts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

/** The project of an example; a name used twice is the same one. */
async function project(world: ExampleWorld, name: string): Promise<string> {
  const { projects } = await world.client.request('projects.catalog', {});
  const known = projects.find((one) => one.name === name);
  if (known !== undefined) return known.id;
  const source = { kind: 'template', template: 'empty' } as const;
  return (await world.client.request('projects.create', { source, name, parent: parentOf(world) })).project.id;
}

function parentOf({ workspace }: ExampleWorld): string {
  return join(dirname(workspace), 'projects');
}

function folder(world: ExampleWorld, name: string): string {
  const path = join(parentOf(world), name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A session in a project with a setup script. */
async function sessionWithSetup(world: ExampleWorld): Promise<string> {
  const id = await project(world, 'Orchard');
  await world.client.request('projects.defaults.set', { id, setup: 'echo ready' });
  const key = 'agent:main:orchard';
  await world.client.request('sessions.create', { key, projectId: id });
  return key;
}

export const PROJECT_EXAMPLES = defineExamples({
  'projects.list': {
    params: async (world) => {
      await project(world, 'Seeds');
      return { includeObserved: true };
    },
  },
  'projects.register': { params: (world) => ({ path: folder(world, 'compost'), name: 'Compost' }) },
  'projects.add': { params: () => ({ gitUrl: 'http://git.example.org/garden.git' }), refusal: 'INVALID_REQUEST' },
  'projects.remove': { params: async (world) => ({ id: await project(world, 'Weeds'), deleteCheckout: true }) },
  'projects.searchRemote': { params: () => ({ query: 'garden' }) },
  'projects.catalog': {
    params: async (world) => {
      await project(world, 'Seeds');
      return { archived: false };
    },
  },
  'projects.get': { params: async (world) => ({ id: await project(world, 'Seeds') }) },
  'projects.create': {
    params: (world) => ({
      source: { kind: 'template', template: 'notes' },
      name: 'Garden notes',
      parent: parentOf(world),
    }),
  },
  'projects.create.cancel': { params: () => ({ operationId: 'clone-1' }) },
  'projects.rename': { params: async (world) => ({ id: await project(world, 'Shed'), name: 'Tool shed' }) },
  'projects.archive': { params: async (world) => ({ id: await project(world, 'Pond'), archived: true }) },
  'projects.restore': {
    params: async (world) => {
      const id = await project(world, 'Hedge');
      await world.client.request('projects.remove', { id });
      return { id };
    },
  },
  'projects.use': { params: async (world) => ({ id: await project(world, 'Seeds') }) },
  'projects.templates.list': {},
  'projects.templates.read': {
    params: (world) => {
      const path = folder(world, 'my-template');
      writeFileSync(join(path, 'gatehouse-template.json'), '{"title": "Flower bed", "prompts": ["Plan the bed."]}');
      writeFileSync(join(path, 'README.md'), '# Bed\n');
      return { folder: path };
    },
  },
  'projects.defaults.set': {
    params: async (world) => ({
      id: await project(world, 'Seeds'),
      setup: 'npm install',
      variables: { SEASON: 'spring' },
      carried: ['.env'],
      ports: 5,
    }),
  },
  'projects.secrets.set': {
    params: async (world) => ({
      id: await project(world, 'Seeds'),
      name: 'WEATHER_KEY',
      value: 'sunny-with-showers',
      inCommands: true,
    }),
  },
  'projects.secrets.remove': { params: async (world) => ({ id: await project(world, 'Shed'), name: 'WEATHER_KEY' }) },
  'projects.setups.list': { params: async (world) => ({ id: await project(world, 'Seeds') }) },
  'projects.setup.get': {
    params: async (world) => {
      const sessionKey = await sessionWithSetup(world);
      await world.client.request('projects.setup.run', { sessionKey });
      const read = () => world.client.request('projects.setup.get', { sessionKey });
      await waitUntil('the setup', async () => (await read()).setup?.status === 'done');
      return { sessionKey };
    },
  },
  'projects.setup.run': { params: async (world) => ({ sessionKey: await sessionWithSetup(world) }) },
});
