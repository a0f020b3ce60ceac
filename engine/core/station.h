/*
 * Where a person is, by Calling-Station-Id.  strongSwan writes the source
 * port behind the address, "192.0.2.7[53887]", and that is another one each
 * time; the place is the address.
 */
#ifndef MF_STATION_H
#define MF_STATION_H

/* Cuts a port in brackets off the end of station. */
void station_fold(char *station);

#endif
