// Output of children is read as UTF-8, so they need a UTF-8 locale. launchd, systemd, and cron start programs without any.

type Variables = Readonly<Record<string, string>>;

/** A locale that every current system of this kind has. */
const UTF8_LOCALE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
/** Variables that determine the encoding; the first one that isn't empty applies. */
const NAMES = ['LC_ALL', 'LC_CTYPE', 'LANG'];

/** The variables, with a UTF-8 locale unless they name a locale other than the default one (`C`). Windows has no such variables. */
export function withUtf8(env: Variables, platform: NodeJS.Platform = process.platform): Record<string, string> {
  if (platform === 'win32' || env['LC_ALL']) return { ...env };
  const locale = NAMES.map((name) => env[name]).find(Boolean);
  if (locale === undefined) return { ...env, LANG: UTF8_LOCALE };
  // Only the encoding: messages and the sort order stay as they were set.
  return /^(C|POSIX)$/i.test(locale) ? { ...env, LC_CTYPE: UTF8_LOCALE } : { ...env };
}
