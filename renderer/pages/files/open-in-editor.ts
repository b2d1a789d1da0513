// Opens a file in the user's own editor, where the app runs on the computer of the gateway.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import { baseName } from './tree.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the app runs on the computer of the gateway: in the desktop window, or on a loopback address. */
export function isOnGatewayComputer({ protocol, hostname }: Pick<Location, 'protocol' | 'hostname'>): boolean {
  return !protocol.startsWith('http') || LOOPBACK.test(hostname);
}

/** Opens a file, at a line if there is one, and says in which editor. */
export function openInEditor(
  client: GatewayClient,
  file: { readonly sessionKey: string; readonly path: string },
  line?: number,
): void {
  const { sessionKey, path } = file;
  void attempt(t('files.editorFailed'), async () => {
    const at = line === undefined ? {} : { line };
    const { editor } = await client.request('files.openInEditor', { sessionKey, path, ...at });
    toast({ title: t('files.openedInEditor', { name: baseName(path), editor }) });
  });
}
