// Opens an address in the default browser.
import { spawn } from 'node:child_process';

/** Opens an http or https URL. Failures are reported through `onError`. */
export function openInBrowser(url: string, onError: (message: string) => void): void {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return onError(`gatehouse: not a web address: ${url}`);
  const [program, ...args] = openerFor(process.platform);
  const child = spawn(program, [...args, href], { stdio: 'ignore', detached: true });
  child.on('error', () => onError(`gatehouse: couldn't open a browser (${program} not found); use the link above`));
  child.unref();
}

function openerFor(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
}
