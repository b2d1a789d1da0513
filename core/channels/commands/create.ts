// /create: a new project.
import { errorMessage } from '#contract/wire/errors.ts';
import { defineChatCommand, type ChatCall } from './chat-command.ts';
import { startFlow, type Flow } from './flows.ts';
import { choose } from './projects.ts';

const MAX_NAME = 80;

/** Asks for a name. */
export const CREATE_FLOW: Flow = {
  command: 'create',
  steps: [
    {
      name: 'name',
      ask: () => 'What should the project be called?',
      check: (answer) =>
        !/[\p{L}\p{N}]/u.test(answer) || answer.length > MAX_NAME
          ? `Enter a name of at most ${MAX_NAME} characters.`
          : undefined,
    },
  ],
  finish: create,
};

export const CREATE = defineChatCommand({
  name: 'create',
  description: 'Create a project, and use it in this chat.',
  usage: '<name>',
  scope: 'operator.admin',
  run: (call) => startFlow(call, CREATE_FLOW, call.args === '' ? {} : { name: call.args }),
});

async function create(call: ChatCall, { name = '' }: Readonly<Record<string, string>>): Promise<string> {
  const { engine, access } = call;
  try {
    const folder = name.trim().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
    const path = `${engine.projects.folder()}/${folder}`;
    const progress = { signal: call.signal, onProgress: () => undefined };
    const request = { source: { kind: 'folder', path, create: true }, name: name.trim() } as const;
    const project = await engine.projects.create(request, access.by, progress);
    await choose(call, project.id);
    return `Created **${project.name}**. This chat works on it now.`;
  } catch (error) {
    return `The project couldn't be created: ${errorMessage(error)}`;
  }
}
