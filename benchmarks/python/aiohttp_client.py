"""aiohttp, as its documentation shows it: one session, one task for each stream."""

import asyncio

import aiohttp

from peer import Plan, Tally


async def follow(session, number, plan, tally, begun):
    from_index = 0
    while True:
        async with session.get(plan.url(number, from_index)) as reply:
            if reply.status == 204:
                continue
            page = await reply.json()
        if from_index == 0:
            begun.release()
        from_index += len(page["new_events"])
        if tally.on_page(page) and plan.work == "follow":
            tally.finish("aiohttp")


async def connect(plan, tally, requests):
    for _ in range(requests):
        connector = aiohttp.TCPConnector(ssl=plan.tls(), force_close=True)
        async with aiohttp.ClientSession(connector=connector, headers=plan.headers) as session:
            async with session.get(plan.base + "quota") as reply:
                await reply.json()
        if tally.on_connect():
            tally.finish("aiohttp")


async def main():
    plan = Plan()
    tally = Tally(plan)
    if plan.work == "connect":
        await asyncio.gather(*(connect(plan, tally, plan.connects // plan.connecting) for _ in range(plan.connecting)))
        return
    connector = aiohttp.TCPConnector(ssl=plan.tls(), limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    begun = asyncio.Semaphore(plan.connecting)
    async with aiohttp.ClientSession(connector=connector, headers=plan.headers, timeout=timeout) as session:
        tasks = []
        for number in range(plan.streams):
            await begun.acquire()
            tasks.append(asyncio.create_task(follow(session, number, plan, tally, begun)))
        while tally.events < tally.all:
            await asyncio.sleep(0.1)
        await asyncio.sleep(1.5)
        tally.finish("aiohttp")


asyncio.run(main())
