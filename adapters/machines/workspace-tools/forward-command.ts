// A shell command that forwards its input and output to a port on loopback, with a program that the machine has.

const NODE =
  'const p=+process.argv[1],fail=()=>process.exit(1),c=(h,next)=>{const s=require("net").connect(p,h);s.on("error",()=>next());' +
  's.once("connect",()=>{next=fail;s.pipe(process.stdout);process.stdin.pipe(s);s.on("end",()=>process.stdout.write("",()=>process.exit(0)))})};c("127.0.0.1",()=>c("::1",fail))';
const PYTHON = [
  'import os,socket,sys,threading',
  'p=int(sys.argv[1])',
  'try: s=socket.create_connection(("127.0.0.1",p))',
  'except OSError: s=socket.create_connection(("::1",p))',
  'def send():',
  '  while True:',
  '    d=os.read(0,65536)',
  '    if not d: break',
  '    s.sendall(d)',
  '  s.shutdown(1)',
  'threading.Thread(target=send,daemon=True).start()',
  'while True:',
  '  d=s.recv(65536)',
  '  if not d: break',
  '  while d: d=d[os.write(1,d):]',
].join('\n');
const PERL = [
  'my $s=IO::Socket::INET->new(PeerAddr=>"127.0.0.1",PeerPort=>$ARGV[0])||eval{require IO::Socket::IP;IO::Socket::IP->new(PeerHost=>"::1",PeerPort=>$ARGV[0])} or exit 1;',
  'my $i=*STDIN;my $w=IO::Select->new($s,$i);',
  'while(1){for my $r($w->can_read){my $n=sysread $r,my $b,65536;my $o=$r==$s?*STDOUT:$s;',
  'if(!$n){exit 0 if $r==$s;$w->remove($r);shutdown $s,1;next}',
  'my $k=0;while($k<$n){my $m=syswrite $o,$b,$n-$k,$k;exit 1 unless defined $m;$k+=$m}}}',
].join('');

/** A way to forward. */
interface Forwarder {
  readonly program: string;
  command(port: number): string;
}

/** In the order in which they are tried. */
export const FORWARDERS: readonly Forwarder[] = [
  {
    program: 'socat',
    command: (port) => `socat - TCP4:127.0.0.1:${port} || exec socat - TCP6:[::1]:${port}; exit 0`,
  },
  { program: 'node', command: (port) => `exec node -e '${NODE}' ${port}` },
  { program: 'python3', command: (port) => `exec python3 -c '${PYTHON}' ${port}` },
  { program: 'perl', command: (port) => `exec perl -MIO::Socket::INET -MIO::Select -e '${PERL}' ${port}` },
  { program: 'nc', command: (port) => `nc 127.0.0.1 ${port} || exec nc ::1 ${port}; exit 0` },
];

/** The command. It fails with 127 if the machine has none of the programs. */
export function forwardCommand(port: number): string {
  const lines = FORWARDERS.map(
    ({ program, command }) => `if command -v ${program} >/dev/null 2>&1; then ${command(port)}; fi`,
  );
  return [...lines, 'exit 127'].join('\n');
}
