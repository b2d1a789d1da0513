// Files that were pasted or dropped into a terminal: stored on its machine, then their paths are inserted.
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import { toBase64 } from '../../state/base64.ts';
import { quotePath } from './quote-path.ts';
import type { SessionTerminals } from './session-terminals.ts';

/** Largest file, bytes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Most files at once. */
const MAX_FILES = 20;

/** Uploads the files one after the other and inserts their quoted paths; nothing is run. */
export function insertFiles(
  terminals: Pick<SessionTerminals, 'upload'>,
  id: string,
  files: readonly File[],
  paste: (text: string) => void,
): void {
  const fitting = files.filter(({ size }) => size <= MAX_BYTES).slice(0, MAX_FILES);
  if (fitting.length < files.length) toast({ title: t('terminal.upload.tooLarge'), tone: 'bad' });
  attempt(t('terminal.upload.failed'), async () => {
    for (const file of fitting) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const path = await terminals.upload(id, file.name === '' ? 'image.png' : file.name, toBase64(bytes));
      paste(`${quotePath(path)} `);
    }
  });
}
