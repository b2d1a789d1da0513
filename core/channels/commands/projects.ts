// /projects and /use.
import type { ChatCall } from './chat-command.ts';
import { commandButton, defineChatCommand } from './chat-command.ts';

const MAX_LISTED = 20;
/** Names of the agent's own workspace. */
const NONE = new Set(['none', 'off', '-']);

export const PROJECTS = defineChatCommand({
  name: 'projects',
  run: async (call) => {
    const { texts } = call;
    const projects = await call.engine.projects.list();
    if (projects.length === 0) return texts.noProjects;
    const current = call.session.projectId;
    const shown = projects.slice(0, MAX_LISTED);
    const lines = shown.map(({ id, name }) => `- ${name}${id === current ? ` (${texts.inUse})` : ''}`);
    const buttons = shown.flatMap(({ id, name }) => {
      const button = id === current ? undefined : commandButton(name, `/use ${id}`);
      return button === undefined ? [] : [[button]];
    });
    const more = projects.length > MAX_LISTED ? `\n\n${texts.moreProjects(projects.length - MAX_LISTED)}` : '';
    return { markdown: `${lines.join('\n')}${more}`, buttons };
  },
});

export const USE = defineChatCommand({
  name: 'use',
  usage: '<project>',
  run: async (call) => {
    if (call.args === '') return PROJECTS.run(call);
    if (NONE.has(call.args.toLowerCase())) {
      await choose(call, undefined);
      return call.texts.ownWorkspace;
    }
    const projects = await call.engine.projects.list();
    const wanted = call.args.toLowerCase();
    const project =
      projects.find(({ id }) => id === call.args) ?? projects.find(({ name }) => name.toLowerCase() === wanted);
    if (project === undefined) return call.texts.noSuchProject(call.args);
    await choose(call, project.id);
    return call.texts.usesProject(project.name);
  },
});

/** Stores the project of a chat. */
export async function choose({ records, channelId, chat }: ChatCall, projectId: string | undefined): Promise<void> {
  const { projectId: _before, ...state } = await records.chat(channelId, chat);
  await records.saveChat(channelId, chat, projectId === undefined ? state : { ...state, projectId });
}
