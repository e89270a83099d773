"""aiohttp, as its documentation shows it: one session, one task for each stream."""

import asyncio

import aiohttp

from peer import Plan, Tally, follow_all


async def connect(plan, tally, requests):
    for _ in range(requests):
        connector = aiohttp.TCPConnector(ssl=plan.tls(), force_close=True)
        async with aiohttp.ClientSession(connector=connector, headers=plan.headers) as session:
            async with session.get(plan.base + "quota") as reply:
                await reply.json()
        if tally.on_connect():
            tally.finish("aiohttp")


async def follow_streams(plan, tally):
    connector = aiohttp.TCPConnector(ssl=plan.tls(), limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, headers=plan.headers, timeout=timeout) as session:

        async def poll(url):
            async with session.get(url) as reply:
                return None if reply.status == 204 else await reply.json()

        await follow_all("aiohttp", plan, tally, poll)


async def main():
    plan = Plan()
    tally = Tally(plan)
    if plan.work == "connect":
        await asyncio.gather(*(connect(plan, tally, plan.connects // plan.connecting) for _ in range(plan.connecting)))
    else:
        await follow_streams(plan, tally)


asyncio.run(main())
