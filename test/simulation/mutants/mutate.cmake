# cmake -DMUTANT=file -DSOURCES=dir -DOUTPUT=file -P mutate.cmake: a source of the library with one mistake put in.
include(${MUTANT})
file(READ ${SOURCES}/${source} text)
string(FIND "${text}" "${right}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "${MUTANT}: ${source} does not read so any more; put the mistake in anew")
endif()
string(REPLACE "${right}" "${wrong}" text "${text}")
file(WRITE ${OUTPUT} "${prologue}${text}")
