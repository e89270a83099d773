// The page: cards by Server-Sent Events, one session's timeline when it is opened. What agents write is only
// ever set as text.

const longestTimeline = 500;
const betweenPictures = 2000;

const byId = (id) => document.getElementById(id);
const cards = new Map();  // id -> what the server told
const nodes = new Map();  // id -> the card's elements
const dirty = new Set();
const visible = new Set();
let opened = null;

// ---- cards

function makeNode(id) {
  const item = document.createElement('li');
  item.className = 'card';
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => { location.hash = encodeURIComponent(id); });
  const picture = document.createElement('img');
  picture.alt = '';
  picture.hidden = true;
  const blank = document.createElement('div');
  blank.className = 'blank';
  button.append(picture, blank);
  const parts = { item, button, picture, blank, shown: null, shownAt: 0 };
  for (const name of ['state', 'title', 'does', 'facts']) {
    parts[name] = document.createElement('span');
    parts[name].className = name;
    button.append(parts[name]);
  }
  item.append(button);
  item.dataset.id = id;
  watcher.observe(item);
  return parts;
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const id = entry.target.dataset.id;
    if (entry.isIntersecting) { visible.add(id); touch(id); } else visible.delete(id);
  }
}, { rootMargin: '200px' });

function setText(element, text) { if (element.textContent !== text) element.textContent = text; }

function facts(card) {
  const parts = [`${card.steps} ${card.steps === 1 ? 'step' : 'steps'}`];
  if (card.cost !== undefined) parts.push(`$${card.cost.toFixed(4)}`);
  if (card.changed) parts.push(new Date(card.changed).toLocaleTimeString());
  return parts.join(' · ');
}

function isTrouble(card) { return ['failed', 'timed_out', 'interrupted', 'not followed'].includes(card.state); }

function fits(card) {
  const state = byId('state').value;
  if (state === 'live' && card.over) return false;
  if (state === 'trouble' && !isTrouble(card)) return false;
  if (state && state !== 'live' && state !== 'trouble' && card.state !== state) return false;
  const words = byId('search').value.trim().toLowerCase();
  return !words || `${card.id}\n${card.title}\n${card.page}\n${card.action}\n${card.answer}`.toLowerCase().includes(words);
}

function draw(id) {
  const card = cards.get(id);
  if (!card) return;
  let node = nodes.get(id);
  if (!node) {
    node = makeNode(id);
    nodes.set(id, node);
    byId('fleet').append(node.item);
  }
  node.item.hidden = !fits(card);
  setText(node.state, card.state.replaceAll('_', ' ') || 'starting');
  node.state.dataset.state = card.state;
  setText(node.title, card.title || card.id);
  setText(node.does, card.trouble || card.answer || [card.action, card.page].filter(Boolean).join(' — '));
  setText(node.facts, facts(card));
  drawPicture(id, card, node);
}

// A picture a card and two seconds, and only of cards that are seen.
function drawPicture(id, card, node) {
  if (card.screen === undefined || card.screen === node.shown || !visible.has(id)) return;
  const wait = node.shownAt + betweenPictures - Date.now();
  if (wait > 0) { setTimeout(() => touch(id), wait); return; }
  node.shown = card.screen;
  node.shownAt = Date.now();
  showWhenLoaded(node.picture, node.blank);
  node.picture.src = screenPath(id, card.screen);
}

// A picture that cannot be had is no picture; the one before would lie.
function showWhenLoaded(picture, blank) {
  const show = (there) => { picture.hidden = !there; if (blank) blank.hidden = there; };
  picture.onload = () => show(true);
  picture.onerror = () => show(false);
}

function screenPath(id, index) { return `sessions/${encodeURIComponent(id)}/screens/${index}`; }

function touch(id) {
  if (dirty.size === 0) requestAnimationFrame(drawDirty);
  dirty.add(id);
}

function drawDirty() {
  for (const id of dirty) draw(id);
  const drawn = opened && dirty.has(opened.id);
  dirty.clear();
  drawCounts();
  if (drawn) drawPanel();
}

function drawCounts() {
  let live = 0, idle = 0, trouble = 0, shown = 0;
  for (const [id, card] of cards) {
    if (!card.over) ++live;
    if (card.state === 'idle') ++idle;
    if (isTrouble(card)) ++trouble;
    if (!nodes.get(id)?.item.hidden) ++shown;
  }
  setText(byId('counts'), `${live} in flight · ${idle} idle · ${trouble} in trouble · ${shown} shown`);
  byId('nothing').hidden = shown > 0;
}

function forget(id) {
  const node = nodes.get(id);
  if (node) { watcher.unobserve(node.item); node.item.remove(); }
  nodes.delete(id);
  cards.delete(id);
  visible.delete(id);
}

function takeIn(news) {
  if (news.all) {
    const known = new Set(news.cards.map((card) => card.id));
    for (const id of [...cards.keys()]) if (!known.has(id)) forget(id);
  }
  for (const id of news.gone) forget(id);
  for (const card of news.cards) { cards.set(card.id, card); touch(card.id); }
  if (news.cards.length === 0) drawCounts();
}

// The browser reconnects by itself and says what it saw last.
function follow() {
  const source = new EventSource('fleet');
  source.addEventListener('open', () => tell(byId('line'), 'live', false));
  source.addEventListener('error', () => {
    tell(byId('line'), 'the server does not answer; trying again', true);
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3000);
  });
  source.addEventListener('fleet', (event) => takeIn(JSON.parse(event.data)));
  source.addEventListener('silence', (event) => {
    const seconds = Number(event.data);
    tell(byId('line'), seconds ? `no word from the platform for ${seconds} s: what is shown may be old` : 'live', seconds > 0);
  });
}

function tell(where, text, isBad) {
  setText(where, text);
  where.classList.toggle('down', isBad);
}

// ---- one session

function open(id) {
  close();
  opened = { id, source: new EventSource(`sessions/${encodeURIComponent(id)}/timeline`) };
  byId('timeline').replaceChildren();
  setText(byId('said'), '');
  byId('panel').hidden = false;
  drawPanel();
  byId('panel-title').focus();
  opened.source.addEventListener('line', (event) => addLine(JSON.parse(event.data)));
  opened.source.addEventListener('end', (event) => {
    const { state, trouble } = JSON.parse(event.data);
    addLine({ kind: trouble ? 'trouble' : 'state', text: trouble || `ended ${state}` });
    opened?.source.close();
  });
}

function close() {
  if (!opened) return;
  opened.source.close();
  const from = nodes.get(opened.id)?.button;
  opened = null;
  byId('panel').hidden = true;
  byId('panel-screen').hidden = true;
  byId('panel-screen').removeAttribute('src');
  from?.focus();
}

function drawPanel() {
  const card = cards.get(opened.id);
  setText(byId('panel-title'), card?.title || opened.id);
  setText(byId('panel-facts'), card ? `${card.state} · ${facts(card)} · ${card.id}` : opened.id);
  if (card?.screen === undefined) return;
  const picture = byId('panel-screen');
  const path = screenPath(opened.id, card.screen);
  if (picture.getAttribute('src') === path) return;
  showWhenLoaded(picture);
  picture.src = path;
}

function addLine(told) {
  const list = byId('timeline');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const item = document.createElement('li');
  item.className = told.kind;
  const when = document.createElement('span');
  when.className = 'when';
  when.textContent = told.at ? new Date(told.at).toLocaleTimeString() : '';
  const text = document.createElement('span');
  text.textContent = told.kind === 'note' || told.kind === 'state' ? told.text : `${told.kind}: ${told.text}`;
  item.append(when, text);
  list.append(item);
  while (list.children.length > longestTimeline) list.firstChild.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

async function command(what, body) {
  tell(byId('said'), '…', false);
  try {
    const reply = await fetch(`sessions/${encodeURIComponent(opened.id)}/${what}`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    const text = reply.ok ? 'taken' : await reply.text();
    tell(byId('said'), `${what}: ${text}`, !reply.ok);
    return reply.ok;
  } catch (failure) {
    tell(byId('said'), `${what}: ${failure.message}`, true);
    return false;
  }
}

byId('commands').addEventListener('click', (event) => {
  const what = event.target.dataset.command;
  if (!what || (what === 'cancel' && !confirm('Cancel this session for good?'))) return;
  command(what, {});
});
byId('message').addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!await command('message', { text: byId('message-text').value })) return;
  byId('message-text').value = '';
  if (opened?.source.readyState === EventSource.CLOSED) open(opened.id);  // a message restarts what has ended
});
byId('close').addEventListener('click', () => { location.hash = ''; });
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && opened) location.hash = ''; });
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('filters').addEventListener('input', () => { for (const id of cards.keys()) touch(id); });

function route() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* typed by hand: as it is */ }
  if (id && id !== 'fleet') open(id); else close();
}
window.addEventListener('hashchange', route);
follow();
route();
