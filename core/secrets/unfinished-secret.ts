// Finds the start of a secret that may continue in the next piece of a stream.
import { countMarkStart, findSecrets } from '#contract/types/secret-patterns.ts';

/** Longer runs of characters aren't secrets. */
const MAX_TOKEN = 4 * 1024;
const MAX_PRIVATE_KEY = 16 * 1024;
const TOKEN_CHARACTER = /[\w.+/=:-]/;
/** Makes the start of any token long enough to be recognized. */
const FILL = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0';
const JWT_START = /(?:^|[^\w-])eyJ/;
const PRIVATE_KEY = '-----BEGIN ';
const KEY_END = /-----END [A-Z ]{0,40}-----$/;

/** How much of a text can be shown now: everything before a secret that isn't complete, or could continue. */
export function findUnfinished(text: string): number {
  const key = text.lastIndexOf(PRIVATE_KEY);
  if (key !== -1 && isOpenKey(text.slice(key, key + MAX_PRIVATE_KEY))) return key;
  // Its last dashes could also start the next key.
  if (KEY_END.test(text.slice(-64))) return text.length;
  const token = endingToken(text);
  if (token !== '' && couldBeSecret(token)) return text.length - token.length;
  return text.length - countMarkStart(text);
}

function isOpenKey(block: string): boolean {
  if (block.length === MAX_PRIVATE_KEY || /-----END [A-Z ]*-----/.test(block)) return false;
  const [line = '', ...rest] = block.split('\n');
  return rest.length === 0 || line.includes('PRIVATE KEY');
}

/** The run of characters at the end that can be part of a token. */
function endingToken(text: string): string {
  const least = Math.max(0, text.length - MAX_TOKEN);
  let start = text.length;
  while (start > least && TOKEN_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start);
}

/** Whether a secret could start in this token: one does if more characters follow. */
function couldBeSecret(token: string): boolean {
  return findSecrets(`${token}${FILL}`).some(({ end }) => end > token.length) || JWT_START.test(token);
}
