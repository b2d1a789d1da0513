// The scheduled task that runs a gateway on Windows: at sign-in of its user, or at startup of the computer.
import { escapeXml } from './escape-xml.ts';
import { markFor, startArguments, type ServiceSettings } from './service-settings.ts';

/** The text of the task (Task Scheduler 1.2), which `schtasks /Create /XML` imports. */
export function windowsTask(settings: ServiceSettings, account: string): string {
  const { home, program, scope, environmentFile } = settings;
  const [node, ...rest] = [...program, ...startArguments(settings), '--env-file', environmentFile];
  const trigger = scope === 'user' ? 'LogonTrigger' : 'BootTrigger';
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${escapeXml(markFor(home))}</Description>
  </RegistrationInfo>
  <Triggers>
    <${trigger}>
      <Enabled>true</Enabled>${scope === 'user' ? `\n      <UserId>${escapeXml(account)}</UserId>` : ''}
    </${trigger}>
  </Triggers>
  <Principals>
    <Principal id="Owner">
      <UserId>${escapeXml(account)}</UserId>
      <LogonType>${scope === 'user' ? 'InteractiveToken' : 'S4U'}</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>255</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Owner">
    <Exec>
      <Command>${escapeXml(node ?? '')}</Command>
      <Arguments>${escapeXml(rest.map(toWindowsWord).join(' '))}</Arguments>
      <WorkingDirectory>${escapeXml(settings.userHome)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

/** Quotes a word as `CommandLineToArgvW` reads it: backslashes count only before a quote. */
export function toWindowsWord(text: string): string {
  if (text !== '' && !/[\s"]/.test(text)) return text;
  return `"${text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1')}"`;
}

/** The file as `schtasks` reads it: UTF-16 with a byte order mark. */
export function encodeTask(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replaceAll('\n', '\r\n'), 'utf16le')]);
}
