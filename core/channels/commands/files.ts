// /files: lists a folder of the workspace, or sends a file.
import { errorMessage } from '#contract/wire/errors.ts';
import { defineChatCommand } from './chat-command.ts';

const MAX_LISTED = 60;

export const FILES = defineChatCommand({
  name: 'files',
  usage: '[path]',
  run: async ({ engine, session, args, texts }) => {
    const { sessionKey, agentId } = session;
    try {
      const { machine } = await engine.workspaces.openSession(sessionKey, agentId);
      const path = args === '' ? '.' : args;
      const { kind } = await machine.stat(path);
      if (kind === 'file') return { markdown: `\`${path.replaceAll('`', "'")}\``, files: [{ sessionKey, path }] };
      const entries = await machine.list(path);
      if (entries.length === 0) return texts.emptyFolder;
      const names = entries.map(
        (entry) =>
          `- ${baseName(entry.path).replaceAll(/([\\*_`[\]<])/g, '\\$1')}${entry.kind === 'directory' ? '/' : ''}`,
      );
      const more = names.length > MAX_LISTED ? `\n\n${texts.more(names.length - MAX_LISTED)}` : '';
      return `${names.slice(0, MAX_LISTED).join('\n')}${more}`;
    } catch (error) {
      return errorMessage(error);
    }
  },
});

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
