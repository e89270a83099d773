// The programs under test, started and stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const bin = process.env.HAI_BIN;

// Starts a program; `url` is the first one that it prints.
export async function start(name, args, env = {}) {
  const child = spawn(`${bin}/${name}`, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise((resolve, reject) => {
    lines.on('line', (line) => { const found = line.match(/https?:\/\/\S+/); if (found) resolve(found[0]); });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.once('error', reject);
  });
  return {
    url, pid: child.pid,
    async stop() { if (child.exitCode === null) { child.kill('SIGTERM'); await once(child, 'exit'); } },
  };
}

export const key = 'hk-browser';

export function startPlatform(...args) {
  return start('hai-sim', ['--quiet', '--plain', '--sessions', '5', '--steps', '400', '--pace', '2', '--api-key', key, ...args]);
}

export function startDashboard(platform, port = 0) {
  return start('hai-dashboard', ['--port', String(port)], { HAI_API_KEY: key, HAI_API_BASE_URL: platform.url });
}
