// Opens a web address in the user's browser, by the platform's own opener and without a shell.
import { spawn } from 'node:child_process';

/** Starts the opener; a failure is told and changes nothing else. Only http and https. */
export function openInBrowser(url: string, complain: (text: string) => void): void {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return complain(`Not a web address: ${url}`);
  const [program, ...args] = openerOf(process.platform);
  const child = spawn(program, [...args, href], { stdio: 'ignore', detached: true });
  child.on('error', () => complain(`No browser could be opened: ${program} is missing. Use the link above.`));
  child.unref();
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
}
