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
      ask: ({ askProjectName }) => askProjectName,
      check: (answer, texts) =>
        !/[\p{L}\p{N}]/u.test(answer) || answer.length > MAX_NAME ? texts.projectNameInvalid(MAX_NAME) : undefined,
    },
  ],
  finish: create,
};

export const CREATE = defineChatCommand({
  name: 'create',
  usage: '<name>',
  scope: 'operator.admin',
  run: (call) => startFlow(call, CREATE_FLOW, call.args === '' ? {} : { name: call.args }),
});

async function create(call: ChatCall, { name = '' }: Readonly<Record<string, string>>): Promise<string> {
  const { engine, access, texts } = call;
  try {
    const folder = name.trim().replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
    const path = `${engine.projects.folder()}/${folder}`;
    const progress = { signal: call.signal, onProgress: () => undefined };
    const request = { source: { kind: 'folder', path, create: true }, name: name.trim() } as const;
    const project = await engine.projects.create(request, access.by, progress);
    await choose(call, project.id);
    return texts.projectCreated(project.name);
  } catch (error) {
    return texts.projectFailed(errorMessage(error));
  }
}
