// Node's own fetch (undici inside), one async function for each stream.
import fs from 'node:fs';
import process from 'node:process';

const plan = { work: 'follow', port: '', streams: 1, events: 1, connecting: 16, stamped: 0 };
for (let i = 2; i + 1 < process.argv.length; i += 2) {
  const name = process.argv[i].slice(2);
  plan[name] = typeof plan[name] === 'number' ? Number(process.argv[i + 1]) : process.argv[i + 1];
}
const all = plan.streams * plan.events;
const warmFrom = Math.max(plan.streams, Math.floor(all / 10));
const headers = { Authorization: 'Bearer hk-bench', Accept: 'application/json' };
const cpuUs = () => { const used = process.cpuUsage(); return used.user + used.system; };
const now = () => process.hrtime.bigint();
const started = [now(), cpuUs()];
let warm = started, last = started, setUpCpu = 0, events = 0, wrong = 0, beginNext = 0;
const delays = [];

function onPage(page) {
  const at = now();
  for (const event of page.new_events) {
    ++events;
    if (event.type !== 'AgentEvent' || !event.data.kind) ++wrong;
    const sent = BigInt(event.data.sent_ns);
    if (plan.stamped && sent && events > warmFrom) delays.push(Number(at - sent) / 1000);
    if (events === plan.streams) setUpCpu = cpuUs() - started[1];
    if (events === warmFrom) warm = [now(), cpuUs()];
    if (events === all) last = [now(), cpuUs()];
  }
  return events === all;
}

function finish() {
  delays.sort((a, b) => a - b);
  const share = (part) => (delays.length ? Math.round(delays[Math.floor(part * (delays.length - 1))]) : 0);
  const rss = Number(fs.readFileSync('/proc/self/statm', 'utf8').split(' ')[1]) * 4;
  fs.writeSync(1, JSON.stringify({
    client: 'fetch', events, wrong_events: wrong, measured_events: all - warmFrom, cpu_us: last[1] - warm[1],
    wall_us: Number((last[0] - warm[0]) / 1000n), set_up_cpu_us: setUpCpu, rss_kib: rss,
    p50_us: share(0.5), p99_us: share(0.99) }) + '\n');
  process.exit(0);
}

async function follow(number) {
  const id = '00000000-0000-4000-8000-' + String(number).padStart(12, '0');
  for (let from = 0; ;) {
    const url = `https://127.0.0.1:${plan.port}/api/v2/sessions/${id}/changes?wait_for_seconds=25&from_index=${from}`;
    const reply = await fetch(url, { headers });
    if (reply.status === 204) continue;
    const page = await reply.json();
    if (from === 0 && beginNext < plan.streams) follow(beginNext++);
    from += page.new_events.length;
    if (!onPage(page)) continue;
    if (plan.work === 'follow') finish();
    setTimeout(finish, 1500);
  }
}

while (beginNext < Math.min(plan.connecting, plan.streams)) follow(beginNext++);
